package dev.roomlog.unread;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Mono;

/** Where markers are told to everybody, and what they may point to. */
public interface ReadMarkers {

    /**
     * Completes once the marker is durable; fails with {@link
     * java.util.concurrent.TimeoutException} when it is not known to be, and may then be repeated.
     */
    Mono<Void> publish(ReadMarker marker);

    /** The last position there is now in the part of the log that the room is in. */
    Mono<Position> endOf(RoomId room);
}
