package dev.roomlog.text;

import java.text.Normalizer;

/**
 * A name people read: 1 to 64 characters after normalization (NFC) and trimming, without what
 * breaks a line, turns the reading direction of the text around it, or shows nothing at all.
 */
public final class VisibleText {

    public static final int MAX_CHARACTERS = 64;

    private VisibleText() {}

    public static Parsed<String> parse(String raw) {
        if (raw.length() > 16 * MAX_CHARACTERS) {
            return tooLong();
        }
        String text = trim(Normalizer.normalize(raw, Normalizer.Form.NFC));
        if (text.isEmpty()) {
            return new Parsed.Refused<>("must not be empty");
        }
        if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
            return tooLong();
        }
        if (text.codePoints().anyMatch(VisibleText::isForbidden)) {
            return new Parsed.Refused<>("must not contain control or direction characters");
        }
        if (text.codePoints().noneMatch(VisibleText::isVisible)) {
            return new Parsed.Refused<>("must show something");
        }
        return new Parsed.Accepted<>(text);
    }

    private static Parsed<String> tooLong() {
        return new Parsed.Refused<>("must have at most " + MAX_CHARACTERS + " characters");
    }

    private static String trim(String text) {
        int[] points = text.codePoints().toArray();
        int from = 0;
        int to = points.length;
        while (from < to && isBlank(points[from])) {
            from++;
        }
        while (to > from && isBlank(points[to - 1])) {
            to--;
        }
        return new String(points, from, to - from);
    }

    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default ->
                    (c >= 0x202A && c <= 0x202E) // embeddings and overrides
                            || (c >= 0x2066 && c <= 0x2069); // isolates
        };
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    false;
            default ->
                    c != 0x3164 // Hangul fillers are letters that show nothing
                            && c != 0x115F
                            && c != 0x1160
                            && c != 0xFFA0
                            && c != 0x2800; // the Braille pattern without a dot
        };
    }
}
