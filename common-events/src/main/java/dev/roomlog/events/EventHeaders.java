package dev.roomlog.events;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The headers of a record. All values are ASCII text. */
public final class EventHeaders {

    /**
     * The event's kind, one of {@link EventType}; for routing and for people, decoding goes by the
     * value.
     */
    public static final String TYPE = "type";

    /** The message's ID or, for events that are about no message, an event's own: a UUID. */
    public static final String ID = "id";

    /**
     * Present, with value {@code 1}, when the sender gave a client message ID, so a retry is
     * possible.
     */
    public static final String IDEM = "idem";

    /** W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    private EventHeaders() {}

    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.US_ASCII));
    }

    public static boolean isIdempotent(Headers headers) {
        return headers.lastHeader(IDEM) != null;
    }
}
