package dev.roomlog.events;

import java.util.Arrays;
import java.util.Optional;

/**
 * The values of the {@code type} header. Later releases add some: a reader skips what it does not
 * know.
 */
public enum EventType {
    POSTED("posted", true),
    EDITED("edited", true),
    DELETED("deleted", true),
    REACTION("reaction", true),
    ROOM_DELETED("room-deleted", false),
    AUTHOR_ERASED("author-erased", false),
    ROOM("room", false),
    MEMBERSHIP("membership", false),
    READ("read", false),
    TYPING("typing", false),
    PRESENCE("presence", false),
    MENTION("mention", false),
    DEAD_LETTER("dead-letter", false);

    private final String header;
    private final boolean positioned;

    EventType(String header, boolean positioned) {
        this.header = header;
        this.positioned = positioned;
    }

    public String header() {
        return header;
    }

    /** Whether clients see such an event with a position and may resume from it. */
    public boolean isPositioned() {
        return positioned;
    }

    public static Optional<EventType> of(String header) {
        return Arrays.stream(values()).filter(type -> type.header.equals(header)).findAny();
    }
}
