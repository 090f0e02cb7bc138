package dev.roomlog.member;

import dev.roomlog.text.Parsed;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a member signs in with: 3 to 32 of {@code a-z 0-9 . _ -}, beginning with a letter. */
public record Username(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9._-]{2,31}");

    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a user name");
        }
    }

    /** Upper case is folded: a name is the same however it is typed. */
    public static Parsed<Username> parse(String raw) {
        String folded = raw.toLowerCase(Locale.ROOT);
        return FORM.matcher(folded).matches()
                ? new Parsed.Accepted<>(new Username(folded))
                : new Parsed.Refused<>("must be 3 to 32 of a-z 0-9 . _ - and begin with a letter");
    }

    /** What is kept of the name of an erased account. */
    public String hash() {
        return Sha256.hex(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
