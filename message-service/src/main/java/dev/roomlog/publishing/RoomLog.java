package dev.roomlog.publishing;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import reactor.core.publisher.Mono;

/** Appends to a room's log. */
public interface RoomLog {

    /**
     * Completes with the position once the broker acknowledged with {@code acks=all}; fails when
     * that did not happen in time, and then the event may or may not be in the log.
     */
    Mono<Position> append(RoomId room, MessageEvent event);

    /**
     * Tells whom a message mentions wherever they are connected: best effort, once it is durable.
     *
     * @param position the message's first
     */
    void tellMentioned(RoomId room, Position position, MessagePosted posted);
}
