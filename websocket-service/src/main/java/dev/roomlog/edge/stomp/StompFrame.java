package dev.roomlog.edge.stomp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One frame. The body belongs to the frame and is not copied; nobody changes it. */
@SuppressWarnings(
        "ArrayRecordComponent") // frames are never compared; a copy a frame would be paid for by
// every send
public record StompFrame(StompCommand command, StompHeaders headers, byte[] body) {

    private static final byte[] EMPTY = new byte[0];

    public StompFrame {
        if (body.length > 0 && !command.mayHaveBody()) {
            throw new IllegalArgumentException(command + " has no body");
        }
    }

    public static StompFrame of(StompCommand command, String... namesAndValues) {
        return of(command, StompHeaders.of(namesAndValues));
    }

    static StompFrame of(StompCommand command, StompHeaders headers) {
        return new StompFrame(command, headers, EMPTY);
    }

    public static StompFrame withBody(StompCommand command, String body, String... namesAndValues) {
        return new StompFrame(
                command, StompHeaders.of(namesAndValues), body.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** Never shows header values or the body. */
    @Override
    public String toString() {
        return command + " " + headers + " [" + body.length + " bytes]";
    }
}
