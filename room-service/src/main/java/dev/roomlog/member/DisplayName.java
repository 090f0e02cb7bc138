package dev.roomlog.member;

import dev.roomlog.text.Parsed;
import dev.roomlog.text.VisibleText;

/** What others see of a member. */
public record DisplayName(String value) {

    public static Parsed<DisplayName> parse(String raw) {
        return VisibleText.parse(raw).map(DisplayName::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
