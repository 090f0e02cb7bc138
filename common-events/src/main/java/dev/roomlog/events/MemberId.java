package dev.roomlog.events;

import java.util.Optional;

/**
 * A member: the {@code sub} of its tokens, 1 to 64 printable ASCII characters without space, {@code
 * <} and {@code >}. {@code /} is allowed: in a key the room ID in front of it has a fixed length.
 */
public record MemberId(String value) implements Comparable<MemberId> {

    public static final int MAX_LENGTH = 64;

    public MemberId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a member ID");
        }
    }

    public static Optional<MemberId> parse(String text) {
        return isValid(text) ? Optional.of(new MemberId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(MemberId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
