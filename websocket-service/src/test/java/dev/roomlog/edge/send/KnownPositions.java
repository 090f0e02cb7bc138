package dev.roomlog.edge.send;

import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.SlowRoom;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A feed that has read what it is told it has. Nobody subscribes. */
final class KnownPositions implements RoomFeed {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    final Map<MessageId, Position> first = new HashMap<>();

    /** One room's; it is told of what is posted by the test. */
    final SlowRoom slow = new SlowRoom(Duration.ofMinutes(5));

    final List<Duration> asked = new ArrayList<>();
    final List<Optional<Position>> ended = new ArrayList<>();
    CompletableFuture<Void> following = CompletableFuture.completedFuture(null);

    /** When set, reading never gets past an acknowledged position. */
    @Nullable Throwable stuck;

    @Override
    public CompletableFuture<Void> follow(RoomId room) {
        return following;
    }

    @Override
    public Optional<Position> firstPosition(RoomId room, MessageId message) {
        return Optional.ofNullable(first.get(message));
    }

    @Override
    public CompletableFuture<Position> firstPosition(
            RoomId room, MessageId message, Position acknowledged) {
        return stuck != null
                ? CompletableFuture.failedFuture(stuck)
                : CompletableFuture.completedFuture(first.getOrDefault(message, acknowledged));
    }

    @Override
    public CompletableFuture<Optional<RefusalCode>> subscribe(
            Subscription subscription, StartingPoint from, Supplier<Access> access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> unsubscribe(Subscription subscription) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void announce(RoomId room, Supplier<RoomEvent> event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(Subscription subscription, RoomEvent last) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Position> withinLog(RoomId room, Position position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Duration> takeTurn(Turn turn, Duration every) {
        asked.add(every);
        Duration left = slow.take(turn, every, NOW.toEpochMilli());
        return CompletableFuture.completedFuture(left);
    }

    @Override
    public void endTurn(Turn turn, @Nullable Position appended) {
        slow.end(turn);
        ended.add(Optional.ofNullable(appended));
    }

    @Override
    public void endSlowMode(RoomId room) {
        throw new UnsupportedOperationException();
    }
}
