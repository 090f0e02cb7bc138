package dev.roomlog.publishing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** One emoji as people see one: a whole sequence of UTS #51, of at most 32 bytes. */
public record Emoji(String value) {

    public static final int MAX_BYTES = 32;

    /** Something pictorial, perhaps with a skin tone or a presentation selector, or tagged. */
    private static final String ELEMENT =
            "[\\p{IsEmoji}&&\\p{IsExtended_Pictographic}](?:\\p{IsEmoji_Modifier}|\\x{FE0F})?"
                    + "(?:[\\x{E0020}-\\x{E007E}]+\\x{E007F})?";

    private static final Pattern SEQUENCE =
            Pattern.compile(
                    "[\\x{1F1E6}-\\x{1F1FF}]{2}"
                            + "|[0-9#*]\\x{FE0F}?\\x{20E3}"
                            + "|"
                            + ELEMENT
                            + "(?:\\x{200D}"
                            + ELEMENT
                            + ")*");

    public Emoji {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an emoji");
        }
    }

    public static Optional<Emoji> parse(String text) {
        return isValid(text) ? Optional.of(new Emoji(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() <= MAX_BYTES
                && SEQUENCE.matcher(text).matches()
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
