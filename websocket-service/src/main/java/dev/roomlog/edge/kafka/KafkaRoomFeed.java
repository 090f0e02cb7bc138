package dev.roomlog.edge.kafka;

import dev.roomlog.edge.fanout.EventBodies;
import dev.roomlog.edge.fanout.PartitionFollower;
import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The message log, followed partition by partition as far as somebody here needs it. */
final class KafkaRoomFeed implements RoomFeed {

    private final FeedThread thread;
    private final LogEnds ends;
    private final Settings settings;
    private final Clock clock;

    /**
     * @param duplicateWindow how far back a retry is recognised
     * @param tailBytes budget of all tails together
     * @param pieceBytes what is replayed to one connection before it has left for the network
     * @param patience how long a request waits for a partition to be followed
     */
    record Settings(
            int partitions,
            int epoch,
            Duration duplicateWindow,
            long tailBytes,
            long pieceBytes,
            Duration patience) {}

    KafkaRoomFeed(FeedThread thread, LogEnds ends, Settings settings, Clock clock) {
        this.thread = thread;
        this.ends = ends;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Optional<RefusalCode>> subscribe(
            Subscription subscription, StartingPoint from, Supplier<Access> access) {
        return withPartition(subscription.room())
                .thenCompose(core ->
                        from instanceof StartingPoint.At(Instant time)
                                ? startOf(core, subscription.room(), time)
                                : CompletableFuture.completedFuture(from))
                .thenCompose(point -> subscribeFrom(point, subscription, access));
    }

    /** Kafka knows where a time begins, if this edge has not read it. */
    private CompletableFuture<StartingPoint> startOf(
            PartitionFollower core, RoomId room, Instant time) {
        return thread.call(() -> core.before(time))
                .thenCompose(known ->
                        known.<CompletableFuture<StartingPoint>>map(before ->
                                        CompletableFuture.completedFuture(
                                                new StartingPoint.After(before)))
                                .orElseGet(() ->
                                        ends.startOf(partitionOf(room), settings.epoch(), time)
                                                .orTimeout(
                                                        settings.patience().toMillis(),
                                                        TimeUnit.MILLISECONDS)));
    }

    private CompletableFuture<Optional<RefusalCode>> subscribeFrom(
            StartingPoint from, Subscription subscription, Supplier<Access> access) {
        return withPartition(subscription.room())
                .thenCompose(core -> endIfBeyond(core, subscription.room(), from))
                .thenCompose(end ->
                        thread.call(() -> {
                            if (from instanceof StartingPoint.After(Position after)
                                    && !end.isAfter(after)) {
                                return Optional.of(RefusalCode.INVALID_POSITION);
                            }
                            return attach(subscription, from, access.get());
                        }));
    }

    private Optional<RefusalCode> attach(
            Subscription subscription, StartingPoint from, Access access) {
        return switch (access) {
            case Access.Denied(RefusalCode code) -> Optional.of(code);
            case Access.Granted granted -> {
                RoomEvent first = EventBodies.room(subscription.room(), granted.room());
                coreOf(subscription.room())
                        .ifPresent(core -> core.attach(subscription, from, first));
                yield Optional.empty();
            }
        };
    }

    /**
     * The log's end: what was read is enough to know, unless the client has read more than this
     * edge.
     */
    private CompletableFuture<Position> endIfBeyond(
            PartitionFollower core, RoomId room, StartingPoint from) {
        Position read = core.next();
        if (from instanceof StartingPoint.After(Position after) && !read.isAfter(after)) {
            return ends.end(partitionOf(room))
                    .thenApply(offset -> Position.of(settings.epoch(), offset));
        }
        return CompletableFuture.completedFuture(read);
    }

    @Override
    public CompletableFuture<Position> withinLog(RoomId room, Position position) {
        if (coreOf(room).map(core -> core.next().isAfter(position)).orElse(false)) {
            return CompletableFuture.completedFuture(position);
        }
        return ends.end(partitionOf(room))
                .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(end -> Position.of(settings.epoch(), end))
                .thenApply(end -> end.isAfter(position) ? position : new Position(end.value() - 1));
    }

    @Override
    public CompletableFuture<Void> unsubscribe(Subscription subscription) {
        return thread.call(() -> {
            coreOf(subscription.room()).ifPresent(core -> core.detach(subscription));
            return null;
        });
    }

    @Override
    public void announce(RoomId room, Supplier<RoomEvent> event) {
        // Who subscribes only from now on is shown the room as it is.
        if (coreOf(room).isPresent()) {
            thread.request(() -> coreOf(room).ifPresent(core -> core.announce(room, event)));
        }
    }

    @Override
    public void end(Subscription subscription, RoomEvent last) {
        thread.request(() ->
                coreOf(subscription.room()).ifPresent(core -> core.sendLast(subscription, last)));
    }

    @Override
    public CompletableFuture<Void> follow(RoomId room) {
        return withPartition(room).thenAccept(_ -> {});
    }

    @Override
    public Optional<Position> firstPosition(RoomId room, MessageId message) {
        return coreOf(room).flatMap(core -> core.firstPosition(message));
    }

    @Override
    public CompletableFuture<Position> firstPosition(
            RoomId room, MessageId message, Position acknowledged) {
        CompletableFuture<Position> first = new CompletableFuture<>();
        thread.request(() ->
                coreOf(room)
                        .ifPresent(core ->
                                core.onceRead(
                                        acknowledged,
                                        () ->
                                                first.complete(
                                                        core.firstPosition(message)
                                                                .orElse(acknowledged)))));
        return first.orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Duration> takeTurn(Turn turn, Duration every) {
        return withPartition(turn.room())
                .thenCompose(
                        core -> thread.call(() -> core.takeTurn(turn, every, clock.instant())));
    }

    @Override
    public void endTurn(Turn turn, @Nullable Position appended) {
        thread.request(() -> coreOf(turn.room()).ifPresent(core -> core.endTurn(turn, appended)));
    }

    @Override
    public void endSlowMode(RoomId room) {
        thread.request(() -> coreOf(room).ifPresent(core -> core.endSlowMode(room)));
    }

    private CompletableFuture<PartitionFollower> withPartition(RoomId room) {
        return thread.follow(partitionOf(room));
    }

    private Optional<PartitionFollower> coreOf(RoomId room) {
        return thread.core(partitionOf(room));
    }

    private int partitionOf(RoomId room) {
        return RoomPartitioner.partitionOf(room, settings.partitions());
    }
}
