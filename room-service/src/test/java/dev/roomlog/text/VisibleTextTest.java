package dev.roomlog.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void trimsAndComposes() {
        assertThat(VisibleText.parse(" \u00a0Ame\u0301lie\u2003"))
                .isEqualTo(new Parsed.Accepted<>("Am\u00e9lie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "שלום", "مرحبا", "👩‍👩‍👧", "日本語", "a'; DROP TABLE rooms; --"})
    void acceptsWhatPeopleAreCalled(String name) {
        assertThat(VisibleText.parse(name)).isEqualTo(new Parsed.Accepted<>(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u200b\u200d",
                "\u3164",
                "\u00ad",
                "\u0301",
                "a\nb",
                "a\u0000b",
                "a\u202eb",
                "a\u2066b",
                "a\u2028b",
                "\ud800"
            })
    void refusesWhatShowsNothingOrBreaksItsSurroundings(String name) {
        assertThat(VisibleText.parse(name)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void countsCharactersNotBytes() {
        assertThat(VisibleText.parse("😀".repeat(64))).isInstanceOf(Parsed.Accepted.class);
        assertThat(VisibleText.parse("😀".repeat(65))).isInstanceOf(Parsed.Refused.class);
    }
}
