package dev.roomlog.edge.stomp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes server frames. A frame with a body carries {@code content-length}, so that the body may
 * hold NUL.
 */
public final class StompEncoder {

    private StompEncoder() {}

    public static byte[] encode(StompFrame frame, StompVersion version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128 + frame.body().length);
        StringBuilder head = new StringBuilder(128).append(frame.command()).append('\n');
        boolean escaped = frame.command().isEscaped();
        frame.headers()
                .forEach((name, value) ->
                        head.append(escaped ? HeaderEscapes.encode(name, version) : name)
                                .append(':')
                                .append(escaped ? HeaderEscapes.encode(value, version) : value)
                                .append('\n'));
        if (frame.body().length > 0) {
            head.append("content-length:").append(frame.body().length).append('\n');
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
}
