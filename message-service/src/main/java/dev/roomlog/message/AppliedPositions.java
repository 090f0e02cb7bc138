package dev.roomlog.message;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far history has applied the log. */
public interface AppliedPositions {

    /** Of the last record applied of the partition the room is in; 0 when there is none yet. */
    Mono<Position> of(RoomId room);

    /**
     * Each time this instance has applied some of that partition: up to where. Best effort; what
     * another instance applies is not told.
     */
    Flux<Position> appliedHere(RoomId room);
}
