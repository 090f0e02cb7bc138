package dev.roomlog.edge.kafka;

import dev.roomlog.edge.fanout.Deliveries;
import dev.roomlog.edge.fanout.PartitionFollower;
import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows partitions of the message log on one thread of its own. Requests from other threads are
 * queued and carried out between two batches of records, so that the core needs no locks.
 */
final class KafkaRoomFeed implements RoomFeed, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaRoomFeed.class);

    private final LogReader reader;
    private final LogEnds ends;
    private final Settings settings;
    private final Clock clock;
    private final TailBudget budget;
    private final Deliveries deliveries = new Deliveries();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final List<Runnable> afterHandOver = new ArrayList<>();
    private final Map<Integer, Followed> followed = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("room-feed").unstarted(this::run);
    private volatile boolean running = true;

    /**
     * @param duplicateWindow how far back a retry is recognised
     * @param tailBytes budget of all tails together
     * @param patience how long a request waits for a partition to be followed
     */
    record Settings(
            int partitions,
            int epoch,
            Duration duplicateWindow,
            long tailBytes,
            Duration patience) {}

    /**
     * A partition from the moment somebody asked for it; its core is there once the log's ends are
     * known.
     */
    private static final class Followed {
        final CompletableFuture<PartitionFollower> caughtUp = new CompletableFuture<>();
        volatile @Nullable PartitionFollower core;
        long readUpTo;
        volatile long lastAsked;
    }

    KafkaRoomFeed(LogReader reader, LogEnds ends, Settings settings, Clock clock) {
        this.reader = reader;
        this.ends = ends;
        this.settings = settings;
        this.clock = clock;
        this.budget = new TailBudget(settings.tailBytes());
    }

    void start() {
        thread.start();
    }

    // ---- requests, from any thread

    @Override
    public CompletableFuture<Optional<RefusalCode>> subscribe(
            Subscription subscription, StartingPoint from, RoomEvent first) {
        return withPartition(subscription.room())
                .thenCompose(core -> endIfBeyond(core, subscription.room(), from))
                .thenCompose(end ->
                        onFeed(() -> {
                            if (from instanceof StartingPoint.After(Position after)
                                    && !end.isAfter(after)) {
                                return Optional.of(RefusalCode.INVALID_POSITION);
                            }
                            coreOf(subscription.room())
                                    .ifPresent(core -> core.attach(subscription, from, first));
                            return Optional.<RefusalCode>empty();
                        }));
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
    public CompletableFuture<Void> unsubscribe(Subscription subscription) {
        return onFeed(() -> {
            coreOf(subscription.room()).ifPresent(core -> core.detach(subscription));
            return null;
        });
    }

    @Override
    public void announce(RoomId room, RoomEvent event) {
        request(() -> coreOf(room).ifPresent(core -> core.announce(event)));
    }

    @Override
    public void end(Subscription subscription, RoomEvent last) {
        request(() ->
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
        request(() ->
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

    long tailBytes() {
        return budget.used();
    }

    long delivered() {
        return deliveries.count();
    }

    int followedPartitions() {
        return followed.size();
    }

    private CompletableFuture<PartitionFollower> withPartition(RoomId room) {
        int partition = partitionOf(room);
        Followed entry =
                followed.computeIfAbsent(
                        partition,
                        p -> {
                            request(() -> locate(p));
                            return new Followed();
                        });
        entry.lastAsked = clock.millis();
        return entry.caughtUp
                .copy()
                .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<PartitionFollower> coreOf(RoomId room) {
        return Optional.ofNullable(followed.get(partitionOf(room))).map(entry -> entry.core);
    }

    private int partitionOf(RoomId room) {
        return RoomPartitioner.partitionOf(room, settings.partitions());
    }

    private void request(Runnable action) {
        requests.add(action);
        reader.wakeUp();
    }

    private <T extends @Nullable Object> CompletableFuture<T> onFeed(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        request(() -> {
            try {
                T value = action.get();
                afterHandOver.add(() -> result.complete(value));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    // ---- the feed's thread

    private void run() {
        while (running) {
            try {
                carryOutRequests();
                handOver();
                reader.poll(this::read, this::lost);
                followed.forEach(this::announceCaughtUp);
                handOver();
            } catch (RuntimeException e) {
                // One bad record or request must not end the feed for everybody else.
                log.error("the room feed met a fault and goes on", e);
            }
        }
        reader.close();
    }

    /**
     * Who waits for a request to be carried out hears of it after what it caused was sent on its
     * way.
     */
    private void handOver() {
        deliveries.handOver();
        afterHandOver.forEach(Runnable::run);
        afterHandOver.clear();
    }

    private void carryOutRequests() {
        for (Runnable next = requests.poll(); next != null; next = requests.poll()) {
            next.run();
        }
    }

    /**
     * Asks, without blocking the feed, where the duplicate window begins and where the log ends
     * now.
     */
    private void locate(int partition) {
        var _ =
                ends.window(partition, clock.instant().minus(settings.duplicateWindow()))
                        .whenComplete((window, failure) ->
                                request(() -> {
                                    if (failure == null) {
                                        begin(partition, window);
                                    } else {
                                        log.warn(
                                                "partition {} cannot be followed yet: {}",
                                                partition,
                                                failure.toString());
                                        later(() -> locate(partition));
                                    }
                                }));
    }

    private void later(Runnable action) {
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                .execute(() -> request(action));
    }

    private void begin(int partition, LogEnds.Window window) {
        Followed entry = followed.get(partition);
        if (entry == null) {
            return;
        }
        entry.core =
                new PartitionFollower(
                        Position.of(settings.epoch(), window.start()),
                        settings.duplicateWindow(),
                        budget,
                        deliveries);
        entry.readUpTo = window.end();
        reader.assign(partition, window.start());
        announceCaughtUp(partition, entry);
    }

    private void read(int partition, LogRecord record) {
        try {
            withCore(partition, core -> core.read(record));
        } catch (RuntimeException e) {
            // What one record does to one room must not cost the rest of the batch.
            log.error("the event at {} could not be delivered", record.position(), e);
        }
    }

    private void lost(int partition, long start) {
        log.error(
                "the log of partition {} no longer holds what comes next; going on at offset {}",
                partition,
                start);
        withCore(partition, core -> core.skipTo(Position.of(settings.epoch(), start)));
    }

    private void withCore(int partition, Consumer<PartitionFollower> action) {
        Followed entry = followed.get(partition);
        PartitionFollower core = entry == null ? null : entry.core;
        if (core != null) {
            action.accept(core);
        }
    }

    /** By where the reader stands: the last record before the end may be one that is skipped. */
    private void announceCaughtUp(int partition, Followed entry) {
        PartitionFollower core = entry.core;
        if (core != null && !entry.caughtUp.isDone() && reader.next(partition) >= entry.readUpTo) {
            entry.caughtUp.complete(core);
        }
    }

    /** Partitions nobody has needed for a while are no longer read. */
    void forgetIdle() {
        request(() -> {
            long idleSince = clock.millis() - settings.duplicateWindow().toMillis();
            followed.forEach((partition, entry) -> {
                PartitionFollower core = entry.core;
                if (core != null && core.isIdle() && entry.lastAsked < idleSince) {
                    followed.remove(partition);
                    reader.unassign(partition);
                    core.release();
                }
            });
        });
    }

    @Override
    public void close() {
        running = false;
        reader.wakeUp();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
