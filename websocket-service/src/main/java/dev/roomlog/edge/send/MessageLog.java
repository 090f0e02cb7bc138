package dev.roomlog.edge.send;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import java.util.concurrent.CompletableFuture;

/** Appends to a room's log, and to what goes with it. */
public interface MessageLog {

    /**
     * Appends in the order called for one room. May block for a moment while the broker's metadata
     * is unknown or the send buffer is full: never call it on an event loop.
     *
     * @return completes with the position once the broker acknowledged with {@code acks=all}; fails
     *     when that did not happen in time, and then the event may or may not be in the log
     */
    CompletableFuture<Position> append(RoomId room, MessageEvent event);

    /**
     * Tells whom a message mentions wherever they are connected: best effort, once the message is
     * durable. May block as {@link #append} may.
     *
     * @param position the message's first
     */
    void tellMentioned(RoomId room, Position position, MessagePosted posted);

    /**
     * Appends how far a member has read. May block as {@link #append} may.
     *
     * @return completes once the broker acknowledged; fails when that did not happen in time: then
     *     the marker may be repeated
     */
    CompletableFuture<Void> mark(RoomId room, MemberId member, Position position);
}
