package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class ClientMessageIdTest {

    // RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z
    private final ClientMessageId version7 =
            new ClientMessageId("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    @Test
    void knowsWhenAUuidVersion7WasMade() {
        assertThat(version7.madeAt()).contains(Instant.parse("2022-02-22T19:22:22Z"));
        assertThat(new ClientMessageId("7f3c9a1e-5b1d-4c55-9a53-111111111111").madeAt()).isEmpty();
        assertThat(new ClientMessageId("m-1").madeAt()).isEmpty();
    }

    @Test
    void isStaleOnlyAsAUuidVersion7OlderThanTheWindow() {
        Instant made = Instant.parse("2022-02-22T19:22:22Z");
        Duration window = Duration.ofMinutes(5);

        assertThat(version7.isStale(made.plus(window), window)).isFalse();
        assertThat(version7.isStale(made.plus(window).plusMillis(1), window)).isTrue();
        assertThat(new ClientMessageId("m-1").isStale(Instant.MAX, window)).isFalse();
    }

    @Test
    void is1To64PrintableAsciiCharactersWithoutSpace() {
        assertThat(ClientMessageId.parse("!~".repeat(32))).isPresent();
        assertThat(ClientMessageId.parse("x".repeat(65))).isEmpty();
        assertThat(ClientMessageId.parse("")).isEmpty();
        assertThat(ClientMessageId.parse("a b")).isEmpty();
        assertThat(ClientMessageId.parse("é")).isEmpty();
        assertThat(ClientMessageId.parse("a\n")).isEmpty();
    }
}
