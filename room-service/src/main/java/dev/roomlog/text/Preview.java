package dev.roomlog.text;

/**
 * The beginning of a message, on one line: at most 100 characters (whole code points), white space
 * folded into single spaces, without what {@link VisibleText} forbids in names.
 */
public final class Preview {

    public static final int MAX_CHARACTERS = 100;

    private Preview() {}

    public static String of(String text) {
        StringBuilder preview = new StringBuilder();
        int length = 0;
        boolean gap = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            if (VisibleText.isBlank(c)) {
                gap = length > 0;
            } else if (!VisibleText.isForbidden(c)) {
                length += gap ? 2 : 1;
                if (length > MAX_CHARACTERS) {
                    break;
                }
                preview.append(gap ? " " : "").appendCodePoint(c);
                gap = false;
            }
        }
        return preview.toString();
    }
}
