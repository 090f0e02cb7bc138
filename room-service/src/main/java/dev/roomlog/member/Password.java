package dev.roomlog.member;

import dev.roomlog.text.Parsed;

/** A password as typed. {@link #toString} never shows it. */
public record Password(String value) {

    private static final int MIN = 10;
    private static final int MAX = 128;

    /** For signing up; signing in takes whatever was typed and compares it. */
    public static Parsed<Password> parseNew(String raw) {
        int length = raw.codePointCount(0, raw.length());
        if (length < MIN || length > MAX) {
            return new Parsed.Refused<>("must have 10 to 128 characters");
        }
        if (CommonPasswords.contain(raw)) {
            return new Parsed.Refused<>("is in a list of passwords that attackers try first");
        }
        return new Parsed.Accepted<>(new Password(raw));
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
