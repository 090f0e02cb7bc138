package dev.roomlog.edge.stomp;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Section "Value Encoding": {@code \r \n \c \\} in 1.2; 1.1 has no {@code \r}; 1.0 has none at all.
 * "Undefined escape sequences such as \t MUST be treated as a fatal protocol error."
 */
final class HeaderEscapes {

    private HeaderEscapes() {}

    /** Empty where a sequence is undefined. */
    static Optional<String> decode(String text, StompVersion version) {
        if (!version.escapes() || text.indexOf('\\') < 0) {
            return Optional.of(text);
        }
        StringBuilder plain = new StringBuilder(text.length());
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
                continue;
            }
            int meant = escaped ? meaningOf(c, version) : c;
            if (meant < 0) {
                return Optional.empty();
            }
            plain.append((char) meant);
            escaped = false;
        }
        return escaped ? Optional.empty() : Optional.of(plain.toString());
    }

    /** The character after a backslash, or -1 where the sequence is undefined. */
    private static int meaningOf(char escape, StompVersion version) {
        return switch (escape) {
            case 'n' -> '\n';
            case 'c' -> ':';
            case '\\' -> '\\';
            case 'r' -> version.endsLinesWithCr() ? '\r' : -1;
            default -> -1;
        };
    }

    /** What cannot be written is left out rather than forging a header or ending the frame. */
    static String encode(String text, StompVersion version) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            String replacement = replacementOf(text.charAt(i), version);
            if (replacement != null && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped != null) {
                escaped.append(replacement == null ? text.substring(i, i + 1) : replacement);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static @Nullable String replacementOf(char c, StompVersion version) {
        boolean escapes = version.escapes();
        return switch (c) {
            case '\n' -> escapes ? "\\n" : "";
            case '\r' -> version.endsLinesWithCr() ? "\\r" : null;
            case ':' -> escapes ? "\\c" : null;
            case '\\' -> escapes ? "\\\\" : null;
            case '\0' -> "";
            default -> null;
        };
    }
}
