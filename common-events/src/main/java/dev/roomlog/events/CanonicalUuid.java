package dev.roomlog.events;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * {@link UUID#fromString} also takes shortened groups such as {@code 1-1-1-1-1}; a contract must
 * not.
 */
final class CanonicalUuid {

    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    static Optional<UUID> parse(String text) {
        return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Of every record read: no regular expression, which takes twenty times as long. */
    private static boolean isCanonical(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean between = i == 8 || i == 13 || i == 18 || i == 23;
            if (between ? c != '-' : !HexFormat.isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }
}
