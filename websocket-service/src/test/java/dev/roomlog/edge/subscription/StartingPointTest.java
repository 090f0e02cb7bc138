package dev.roomlog.edge.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class StartingPointTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "next")
    void isNextUnlessToldOtherwise(@Nullable String header) {
        assertThat(StartingPoint.parse(header)).contains(new StartingPoint.Next());
    }

    @Test
    void isAPositionATimeOrTheFirst() {
        assertThat(StartingPoint.parse("first")).contains(new StartingPoint.First());
        assertThat(StartingPoint.parse("17592186044419"))
                .contains(new StartingPoint.After(Position.of(1, 3)));
        assertThat(StartingPoint.parse("2026-11-21T17:00:00.5+01:00"))
                .contains(new StartingPoint.At(Instant.parse("2026-11-21T16:00:00.500Z")));
        assertThat(StartingPoint.parse("0000-01-01T00:00:00Z")).isPresent();
        assertThat(StartingPoint.parse("9999-12-31T23:59:59Z")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " next",
                "last",
                "-1",
                "1.5",
                "1e3",
                "9007199254740993",
                "2026-11-21",
                "2026-11-21T17:00:00",
                "+10000-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void isNothingElse(String header) {
        assertThat(StartingPoint.parse(header)).isEmpty();
    }
}
