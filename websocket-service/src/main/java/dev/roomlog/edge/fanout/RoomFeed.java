package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The log, as an edge follows it. Thread-safe; nothing here blocks.
 *
 * <p>A future returned here completes on the feed's thread or fails with {@link
 * java.util.concurrent.TimeoutException} when the log could not be read in time.
 */
public interface RoomFeed {

    /**
     * Starts sending the room's events: {@code first}, then what lies between the starting point
     * and now, then live, in log order, without gap or overlap. What is no longer held is named by
     * one {@code gap} event instead. Completes with empty once every event appended from now on
     * will be sent, or with the reason it cannot be.
     */
    CompletableFuture<Optional<RefusalCode>> subscribe(
            Subscription subscription, StartingPoint from, RoomEvent first);

    /** Completes when nothing will be sent any more; ending what has ended does nothing. */
    CompletableFuture<Void> unsubscribe(Subscription subscription);

    /** Sends an event without a position to all the room's subscribers, in its turn. */
    void announce(RoomId room, RoomEvent event);

    /** Sends one subscription a last event, then nothing any more. */
    void end(Subscription subscription, RoomEvent last);

    /** Completes once the room's partition is followed and its duplicate window is filled. */
    CompletableFuture<Void> follow(RoomId room);

    /**
     * Where a message already stands, as far as this edge knows; meaningful once {@link #follow}
     * completed.
     */
    Optional<Position> firstPosition(RoomId room, MessageId message);

    /**
     * Completes once this edge has read the log up to an acknowledged position, with the message's
     * first one: an earlier one if the same message had been sent before, through whatever edge.
     */
    CompletableFuture<Position> firstPosition(
            RoomId room, MessageId message, Position acknowledged);
}
