package dev.roomlog.message;

import dev.roomlog.events.Position;

import java.util.Optional;

/** Which part of a room's history. */
public record PageRequest(Place place, int limit) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /** Where the page lies. */
    public sealed interface Place {
        record Newest() implements Place {}

        record Before(Position position) implements Place {}

        record After(Position position) implements Place {}

        /** Half of the page up to and including the position, half after it. */
        record Around(Position position) implements Place {}

        /** The position that the client named. */
        default Optional<Position> named() {
            return switch (this) {
                case Newest _ -> Optional.empty();
                case Before(Position position) -> Optional.of(position);
                case After(Position position) -> Optional.of(position);
                case Around(Position position) -> Optional.of(position);
            };
        }
    }

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit out of range: " + limit);
        }
    }
}
