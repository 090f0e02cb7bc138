package dev.roomlog.message;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Mono;

/** Where the log ends. */
public interface LogEnds {

    /**
     * Of the last record, of whatever room, in the partition the room is in; 0 when there is none
     * yet. Fails with {@link UnknownException} when the log does not answer soon.
     */
    Mono<Position> of(RoomId room);

    /** The log did not answer. */
    final class UnknownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnknownException(Throwable cause) {
            super("the log does not say where it ends", cause);
        }
    }
}
