package dev.roomlog.message;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Mono;

/** How far history has applied the log. */
public interface AppliedPositions {

    /** Of the last record applied of the partition the room is in; 0 when there is none yet. */
    Mono<Position> of(RoomId room);
}
