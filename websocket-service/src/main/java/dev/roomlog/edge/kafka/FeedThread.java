package dev.roomlog.edge.kafka;

import dev.roomlog.edge.fanout.Deliveries;
import dev.roomlog.edge.fanout.Pacing;
import dev.roomlog.edge.fanout.PartitionFollower;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread that reads the followed partitions. Requests from other threads are queued and
 * carried out between two batches of records, so that the core needs no locks. A request made
 * before a record was appended is carried out before that record is handed on.
 */
final class FeedThread implements AutoCloseable, LogReader.Sink {

    private static final Logger log = LoggerFactory.getLogger(FeedThread.class);

    private static final Duration STALLED = Duration.ofSeconds(30);

    private final LogReader reader;
    private final LogEnds ends;
    private final KafkaRoomFeed.Settings settings;
    private final Clock clock;
    private final KafkaScans scans;
    private final TailBudget budget;
    private final Deliveries deliveries = new Deliveries();
    private final Pacing pacing;
    private final PartitionFollower.Means means;
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final List<Runnable> afterHandOver = new ArrayList<>();
    private final Map<Integer, Followed> followed = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("room-feed").unstarted(this::run);
    private volatile boolean running = true;

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

    FeedThread(
            LogReader reader,
            LogEnds ends,
            KafkaScans scans,
            KafkaRoomFeed.Settings settings,
            Clock clock) {
        this.reader = reader;
        this.ends = ends;
        this.scans = scans;
        this.settings = settings;
        this.clock = clock;
        this.budget = new TailBudget(settings.tailBytes());
        this.pacing = new Pacing(deliveries, this::request, settings.pieceBytes());
        this.means = new PartitionFollower.Means(settings.duplicateWindow(), budget, pacing);
    }

    // ---- any thread

    void start() {
        thread.start();
    }

    long tailBytes() {
        return budget.used();
    }

    long delivered() {
        return deliveries.count();
    }

    long gaps() {
        return deliveries.gaps();
    }

    int followedPartitions() {
        return followed.size();
    }

    /** Completes once the partition is followed and its duplicate window is filled. */
    CompletableFuture<PartitionFollower> follow(int partition) {
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

    Optional<PartitionFollower> core(int partition) {
        return Optional.ofNullable(followed.get(partition)).map(entry -> entry.core);
    }

    void request(Runnable action) {
        requests.add(action);
        reader.wakeUp();
    }

    /** Completes when what the action caused was sent on its way. */
    <T extends @Nullable Object> CompletableFuture<T> call(Supplier<T> action) {
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

    /**
     * Partitions nobody has needed for a while are no longer read, nor are clients waited for that
     * do not read.
     */
    void forgetIdle() {
        request(() -> {
            pacing.closeStalled(STALLED);
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

    // ---- the feed's thread

    private void run() {
        while (running) {
            try {
                carryOutRequests();
                handOver();
                reader.poll(() -> !requests.isEmpty(), this::carryOutRequests, this);
                followed.forEach(this::announceCaughtUp);
                handOver();
            } catch (RuntimeException e) {
                // One bad record must not end the feed for everybody else.
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

    /**
     * Those there are now: what they cause to be asked for comes after the records that were
     * polled, so that a partition cannot be let go and taken up anew in between.
     */
    private void carryOutRequests() {
        for (int left = requests.size(); left > 0; left--) {
            Runnable next = requests.poll();
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                // One bad request must not cost the others theirs, nor the records behind it.
                log.error("a request to the room feed met a fault", e);
            }
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
                        Position.of(settings.epoch(), window.end()),
                        means,
                        scan -> scans.ask(partition, scan, this::request));
        entry.readUpTo = window.end();
        reader.assign(partition, window);
        announceCaughtUp(partition, entry);
    }

    @Override
    public void read(int partition, LogRecord record) {
        withCore(partition, record.position(), core -> core.read(record));
    }

    @Override
    public void marked(int partition, RoomKey key, Position position) {
        MemberId member = Objects.requireNonNull(key.member());
        withCore(partition, position, core -> core.announceRead(key.room(), member, position));
    }

    @Override
    public void lost(int partition, long start) {
        log.error(
                "the log of partition {} no longer holds what comes next; going on at offset {}",
                partition,
                start);
        Position next = Position.of(settings.epoch(), start);
        withCore(partition, next, core -> core.skipTo(next));
    }

    private void withCore(int partition, Position at, Consumer<PartitionFollower> action) {
        try {
            core(partition).ifPresent(action);
        } catch (RuntimeException e) {
            // What one record does to one room must not cost the rest of the batch.
            log.error("the event at {} could not be delivered", at, e);
        }
    }

    /** By where the reader stands: the last record before the end may be one that is skipped. */
    private void announceCaughtUp(int partition, Followed entry) {
        PartitionFollower core = entry.core;
        if (core != null && !entry.caughtUp.isDone() && reader.next(partition) >= entry.readUpTo) {
            entry.caughtUp.complete(core);
        }
    }
}
