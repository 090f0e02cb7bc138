package dev.roomlog.events;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * What a member says: 1 to 8,192 bytes of UTF-8 after trimming line ends, no NUL, no lone
 * surrogates; kept unchanged otherwise. {@link #toString} shows its length, never the text.
 */
public record MessageText(String value) {

    public static final int MAX_BYTES = 8_192;

    public MessageText {
        if (refusalOf(value) != null) {
            throw new IllegalArgumentException("not a message text");
        }
    }

    /** What becomes of a text from outside. */
    public sealed interface Outcome {
        record Accepted(MessageText text) implements Outcome {}

        record Refused(RefusalCode code, String detail) implements Outcome {}
    }

    public static Outcome parse(String raw) {
        String trimmed = trimLineEnds(raw);
        Outcome.Refused refused = refusalOf(trimmed);
        return refused != null ? refused : new Outcome.Accepted(new MessageText(trimmed));
    }

    private static Outcome.@Nullable Refused refusalOf(String text) {
        if (text.isEmpty()) {
            return new Outcome.Refused(RefusalCode.INVALID_REQUEST, "text is empty");
        }
        if (text.indexOf('\0') >= 0) {
            return new Outcome.Refused(RefusalCode.INVALID_REQUEST, "text contains NUL");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return new Outcome.Refused(RefusalCode.INVALID_REQUEST, "text is not valid Unicode");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return new Outcome.Refused(
                    RefusalCode.TOO_LARGE, "text is longer than " + MAX_BYTES + " bytes of UTF-8");
        }
        return null;
    }

    private static String trimLineEnds(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isLineEnd(text.charAt(from))) {
            from++;
        }
        while (to > from && isLineEnd(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    @Override
    public String toString() {
        return "MessageText[" + value.length() + " characters]";
    }
}
