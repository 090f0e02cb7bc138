package dev.roomlog.edge.fanout;

import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The log, as an edge follows it. Thread-safe; nothing here blocks.
 *
 * <p>A future returned here completes on the feed's thread or fails with {@link
 * java.util.concurrent.TimeoutException} when the log could not be read in time.
 */
public interface RoomFeed {

    /**
     * Starts sending the room's events: the room as it is, then what lies between the starting
     * point and now, then live, in log order, without gap or overlap. What is no longer held is
     * named by one {@code gap} event instead. Completes with empty once every event appended from
     * now on will be sent, or with the reason it cannot be.
     *
     * @param access judges on the feed's thread, right before the first event is sent; a {@link
     *     #end} that is asked for after it judged ends the subscription
     */
    CompletableFuture<Optional<RefusalCode>> subscribe(
            Subscription subscription, StartingPoint from, Supplier<Access> access);

    /** Completes when nothing will be sent any more; ending what has ended does nothing. */
    CompletableFuture<Void> unsubscribe(Subscription subscription);

    /**
     * Sends an event without a position to all the room's subscribers, in its turn.
     *
     * @param event made only if there are any
     */
    void announce(RoomId room, Supplier<RoomEvent> event);

    /**
     * Sends one subscription a last event, then nothing any more: no record that is appended after
     * this was called is sent to it.
     */
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

    /**
     * The position, or the last one there is now in the room's part of the log, if that is less.
     */
    CompletableFuture<Position> withinLog(RoomId room, Position position);

    /**
     * Slow mode: asks for a member's turn. Judged from the append times of what the member posted,
     * through whatever edge, and from the turns taken here that have not ended. The same message
     * again is the same turn.
     *
     * @param every at most the duplicate window
     * @return zero when the turn is taken: {@link #endTurn} must follow; else how long to wait
     */
    CompletableFuture<Duration> takeTurn(Turn turn, Duration every);

    /**
     * @param appended where the turn's message stands: it counts as in flight until that was read;
     *     null when it was not sent, or not acknowledged
     */
    void endTurn(Turn turn, @Nullable Position appended);

    /** The room has no slow mode any more: what is remembered for it can go. */
    void endSlowMode(RoomId room);
}
