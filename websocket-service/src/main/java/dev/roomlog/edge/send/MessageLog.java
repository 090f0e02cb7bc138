package dev.roomlog.edge.send;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;

import java.util.concurrent.CompletableFuture;

/** Appends to a room's log. */
public interface MessageLog {

    /**
     * Appends in the order called for one room. May block for a moment while the broker's metadata
     * is unknown or the send buffer is full: never call it on an event loop.
     *
     * @return completes with the position once the broker acknowledged with {@code acks=all}; fails
     *     when that did not happen in time, and then the event may or may not be in the log
     */
    CompletableFuture<Position> append(RoomId room, MessageEvent event);
}
