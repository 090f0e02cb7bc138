package dev.roomlog.edge.send;

import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A feed that has read what it is told it has. Nobody subscribes. */
final class KnownPositions implements RoomFeed {

    final Map<MessageId, Position> first = new HashMap<>();
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
            Subscription subscription, StartingPoint from, RoomEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> unsubscribe(Subscription subscription) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void announce(RoomId room, RoomEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(Subscription subscription, RoomEvent last) {
        throw new UnsupportedOperationException();
    }
}
