package dev.roomlog.events;

import java.util.Optional;
import java.util.UUID;

/** A room: a UUID, written as 36 lower-case characters. */
public record RoomId(UUID value) implements Comparable<RoomId> {

    public static RoomId random() {
        return new RoomId(UUID.randomUUID());
    }

    /** Accepts only the canonical 36-character form (RFC 9562 §4), in either case. */
    public static Optional<RoomId> parse(String text) {
        return CanonicalUuid.parse(text).map(RoomId::new);
    }

    /** For text known to be a room ID; throws on anything else. */
    public static RoomId of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a room ID: " + text));
    }

    @Override
    public int compareTo(RoomId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
