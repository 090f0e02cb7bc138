package dev.roomlog.edge.stomp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames. One with a body carries its {@code content-length}, so that the body may hold NUL;
 * a length among the frame's own headers is not written.
 */
public final class StompEncoder {

    private StompEncoder() {}

    public static byte[] encode(StompFrame frame, StompVersion version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128 + frame.body().length);
        StringBuilder head = new StringBuilder(128).append(frame.command()).append('\n');
        boolean escaped = frame.command().isEscaped() && version.escapes();
        frame.headers()
                .forEach((name, value) -> {
                    String writtenName = escaped ? headerValue(name, version) : plainName(name);
                    if (!writtenName.isEmpty() && !name.equals(StompHeaders.CONTENT_LENGTH)) {
                        head.append(writtenName)
                                .append(':')
                                .append(valueOf(frame.command(), value, version))
                                .append('\n');
                    }
                });
        if (frame.body().length > 0) {
            head.append(StompHeaders.CONTENT_LENGTH)
                    .append(':')
                    .append(frame.body().length)
                    .append('\n');
        }
        out.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(frame.body());
        out.write(0);
        return out.toByteArray();
    }

    /** One header's value as it stands in a frame of that version. */
    public static String headerValue(String value, StompVersion version) {
        return HeaderEscapes.encode(value, version);
    }

    private static String valueOf(StompCommand command, String value, StompVersion version) {
        return command.isEscaped() ? headerValue(value, version) : plainValue(value);
    }

    /** Without escapes, and safe whatever the reader takes for the end of a line. */
    private static String plainValue(String value) {
        return value.replace("\n", "").replace("\r", "").replace("\0", "");
    }

    private static String plainName(String name) {
        return plainValue(name).replace(":", "");
    }
}
