package dev.roomlog.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤",
                "❤️",
                "😀",
                "1️⃣",
                "#⃣",
                "🇰🇷",
                "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
                "👩‍💻",
                "👨‍👩‍👧‍👦",
                "🏳️‍🌈",
                "🤷🏻‍♀️",
                "©️"
            })
    void isOneWholeSequence(String emoji) {
        assertThat(Emoji.parse(emoji)).contains(new Emoji(emoji));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "1",
                "#",
                "👍👍",
                "👍 ",
                "👍\0",
                ":+1:",
                "🇰",
                "🇰🇷🇰",
                "\u200d",
                "\ufe0f",
                "👩\u200d",
                "\ud83d",
                "\ufffd",
                "e\u0301",
                "{\"$gt\":\"\"}",
                "👨🏻‍❤️‍💋‍👨🏻"
            })
    void isNothingElse(String text) {
        assertThat(Emoji.parse(text)).isEmpty();
    }
}
