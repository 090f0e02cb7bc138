package dev.roomlog.edge.kafka;

import dev.roomlog.edge.fanout.Found;
import dev.roomlog.edge.fanout.ScanPlan;
import dev.roomlog.edge.fanout.Scanning;
import dev.roomlog.edge.fanout.Scans;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The scans of all partitions: a few at once, each on a thread with a consumer of its own, the
 * others in the order they were asked for. What was found and is still being sent is bounded, too:
 * while it is more than one scan may find, none begins. All bookkeeping is on the feed's thread.
 */
final class KafkaScans implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaScans.class);

    private final Bounds bounds;
    private final List<Reader> readers;
    private final Deque<Reader> idle;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    private volatile boolean closing;

    /**
     * @param atOnce scans of different partitions
     * @param bytes what one may find
     * @param time it may read
     * @param patience of who waits for it
     */
    record Bounds(int atOnce, long bytes, Duration time, Duration patience) {}

    private static final class Waiting {
        final int partition;
        final Scans.Scan scan;
        final Executor feedThread;
        boolean over;

        Waiting(int partition, Scans.Scan scan, Executor feedThread) {
            this.partition = partition;
            this.scan = scan;
            this.feedThread = feedThread;
        }
    }

    /** A thread with its consumer, which is made when it is first needed. */
    private static final class Reader {
        final ExecutorService thread;
        private final Supplier<LogScanner> open;
        private @Nullable LogScanner scanner;

        Reader(int number, Supplier<LogScanner> open) {
            this.open = open;
            this.thread =
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().name("log-scan-" + number).daemon().factory());
        }

        LogScanner scanner() {
            LogScanner ready = scanner == null ? open.get() : scanner;
            scanner = ready;
            return ready;
        }

        void close() {
            if (scanner != null) {
                scanner.close();
                scanner = null;
            }
        }
    }

    KafkaScans(Bounds bounds, Supplier<LogScanner> open) {
        this.bounds = bounds;
        this.readers =
                IntStream.range(0, bounds.atOnce).mapToObj(i -> new Reader(i, open)).toList();
        this.idle = new ArrayDeque<>(readers);
    }

    /** On the feed's thread, as all that follows from it. */
    void ask(int partition, Scans.Scan scan, Executor feedThread) {
        Waiting waiting = new Waiting(partition, scan, feedThread);
        queue.add(waiting);
        CompletableFuture.delayedExecutor(bounds.patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> feedThread.execute(() -> giveUp(waiting)));
        // After those who ask now, too: they share this scan.
        feedThread.execute(this::beginNext);
    }

    private void giveUp(Waiting waiting) {
        queue.remove(waiting);
        fail(waiting);
    }

    private static void fail(Waiting waiting) {
        if (!waiting.over) {
            waiting.over = true;
            waiting.scan.fail();
        }
    }

    private void beginNext() {
        while (!idle.isEmpty() && held.get() <= bounds.bytes && !queue.isEmpty()) {
            Waiting next = queue.remove();
            Optional<ScanPlan> plan = next.scan.begin();
            if (plan.isEmpty()) {
                next.over = true;
            } else {
                Reader reader = idle.remove();
                running.incrementAndGet();
                reader.thread.execute(() -> run(reader, next, plan.get()));
            }
        }
    }

    private void run(Reader reader, Waiting waiting, ScanPlan plan) {
        Optional<Scanning> scanning = Optional.empty();
        try {
            var limits =
                    new LogScanner.Bounds(
                            bounds.bytes,
                            System.nanoTime() + bounds.time.toNanos(),
                            () -> waiting.scan.isWanted() && !closing);
            scanning = reader.scanner().scan(waiting.partition, plan, limits);
            if (scanning.isEmpty() && waiting.scan.isWanted()) {
                log.warn("a scan of partition {} took too long", waiting.partition);
            }
        } catch (RuntimeException e) {
            log.warn("partition {} could not be scanned: {}", waiting.partition, e.toString());
            reader.close();
        }
        Optional<Scanning> result = scanning;
        waiting.feedThread.execute(() -> end(reader, waiting, result));
    }

    private void end(Reader reader, Waiting waiting, Optional<Scanning> result) {
        idle.add(reader);
        running.decrementAndGet();
        if (result.isEmpty()) {
            fail(waiting);
        } else if (!waiting.over) {
            waiting.over = true;
            deliver(waiting, result.get());
        }
        beginNext();
    }

    private void deliver(Waiting waiting, Scanning scanning) {
        long[] bytes = new long[1];
        Found found =
                scanning.found(() -> {
                    held.addAndGet(-bytes[0]);
                    waiting.feedThread.execute(this::beginNext);
                });
        bytes[0] = found.bytes();
        held.addAndGet(bytes[0]);
        waiting.scan.end(found);
    }

    // ---- any thread

    int running() {
        return running.get();
    }

    /** Found, and not sent to all who waited for it. */
    long heldBytes() {
        return held.get();
    }

    @Override
    public void close() {
        closing = true;
        for (Reader reader : readers) {
            reader.thread.execute(reader::close);
            reader.thread.shutdown();
        }
    }
}
