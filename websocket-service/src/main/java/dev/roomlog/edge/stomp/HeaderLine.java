package dev.roomlog.edge.stomp;

import static dev.roomlog.edge.stomp.StompBreachException.malformed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * {@code header = header-name ":" header-value} (section "Augmented BNF"). The name ends at the
 * first colon; a value may have more, which old clients do not escape.
 */
record HeaderLine(String name, String value) {

    static HeaderLine of(String line, StompVersion version, boolean escaped) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw malformed("a header line is not name:value");
        }
        if (colon == 0) {
            throw malformed("a header has no name");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1);
        return escaped
                ? new HeaderLine(unescaped(name, version), unescaped(value, version))
                : new HeaderLine(name, value);
    }

    private static String unescaped(String text, StompVersion version) {
        return HeaderEscapes.decode(text, version)
                .orElseThrow(() -> malformed("a header has an undefined escape sequence"));
    }

    /** A line of a frame's head as text, without its EOL. */
    static String text(byte[] line, StompVersion version) {
        String text = utf8(line);
        if (!version.endsLinesWithCr()) {
            return text;
        }
        String withoutEol = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (withoutEol.indexOf('\r') >= 0) {
            throw malformed("a header line has CR without LF");
        }
        return withoutEol;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw malformed("a header is not UTF-8");
        }
    }
}
