package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void isEpochAndOffsetInOneNumber() {
        Position position = Position.of(1, 42);

        assertThat(position.value()).isEqualTo(17_592_186_044_458L);
        assertThat(position.epoch()).isEqualTo(1);
        assertThat(position.offset()).isEqualTo(42);
    }

    @Test
    void growsWithTheEpochWhateverTheOffset() {
        assertThat(Position.of(2, 0)).isGreaterThan(Position.of(1, Position.MAX_OFFSET));
    }

    @Test
    void isExactInJavaScript() {
        Position last = Position.of(Position.MAX_EPOCH, Position.MAX_OFFSET);

        assertThat(last.value()).isEqualTo(Position.MAX_VALUE);
        assertThat((long) (double) last.value()).isEqualTo(last.value());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(512, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(1, 1L << 44));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(1L << 53));
    }

    @Test
    void readsWhatItWrites() {
        assertThat(Position.parse(Position.of(3, 7).toString())).contains(Position.of(3, 7));
        assertThat(Position.parse("0")).contains(new Position(0));
        assertThat(Position.parse("9007199254740991")).contains(new Position(Position.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "01",
                "1.0",
                "1e3",
                " 1",
                "9007199254740992",
                "99999999999999999",
                "\u0661"
            })
    void refusesTextThatIsNoPosition(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
