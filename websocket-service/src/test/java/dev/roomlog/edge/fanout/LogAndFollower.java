package dev.roomlog.edge.fanout;

import static dev.roomlog.edge.tail.RoomRecords.at;

import dev.roomlog.edge.membership.Memberships;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;

/**
 * A partition's log, the follower that reads it, and a reader that scans it, all of which go on
 * only when they are told to.
 */
final class LogAndFollower implements Scans {

    static final Duration WINDOW = Duration.ofSeconds(20);
    private static final long PIECE = 600;

    /** Record n stands at offset n. */
    final List<LogRecord> log = new ArrayList<>();

    final List<ScanPlan> plans = new ArrayList<>();
    final Deliveries deliveries = new Deliveries();
    final Queue<Runnable> requests = new ArrayDeque<>();
    final PartitionFollower follower;

    /** What was before it, the log no longer holds. */
    long logStart;

    long scanBytes = 1 << 20;
    private int followed;
    private final Deque<Scan> asked = new ArrayDeque<>();
    private @Nullable Running running;

    private static final class Running {
        final Scan scan;
        final ScanPlan plan;
        final Scanning scanning;
        long next;

        Running(Scan scan, ScanPlan plan, Scanning scanning, long next) {
            this.scan = scan;
            this.plan = plan;
            this.scanning = scanning;
            this.next = next;
        }
    }

    LogAndFollower(long tailBytes) {
        this(tailBytes, 0, 0);
    }

    LogAndFollower(long tailBytes, int start, int judgedFrom) {
        var pacing = new Pacing(deliveries, requests::add, PIECE);
        var means = new PartitionFollower.Means(WINDOW, new TailBudget(tailBytes), pacing);
        this.followed = start;
        this.follower = new PartitionFollower(at(start), at(judgedFrom), means, this);
    }

    void append(LogRecord record) {
        log.add(record);
    }

    void appendAndFollow(LogRecord record) {
        append(record);
        follow();
    }

    /** Reads what comes next, if there is any. */
    void follow() {
        if (followed < log.size()) {
            follower.read(log.get(followed++));
        }
        deliveries.handOver();
    }

    void attach(Reader reader, StartingPoint from) {
        follower.attach(reader.subscription, from, room(reader.subscription.room()));
        deliveries.handOver();
    }

    static RoomEvent room(RoomId room) {
        return EventBodies.room(room, Memberships.aRoom(RoomKind.ROOM_KIND_PUBLIC, 1).build());
    }

    /** Carries out what the feed's thread was asked to. */
    void carryOut() {
        for (int left = requests.size(); left > 0; left--) {
            requests.remove().run();
            deliveries.handOver();
        }
    }

    @Override
    public void ask(Scan scan) {
        asked.add(scan);
    }

    boolean hasScans() {
        return running != null || !asked.isEmpty();
    }

    /** A scan begins, or reads on, or comes to its end. */
    void scan(int records) {
        Running now = running;
        if (now == null) {
            beginScan();
        } else if (now.next >= now.plan.until().offset()) {
            running = null;
            if (now.scan.isWanted()) {
                now.scan.end(now.scanning.found(() -> {}));
            } else {
                now.scan.fail();
            }
        } else {
            for (int i = 0; i < records && now.next < now.plan.until().offset(); i++) {
                now.scanning.read(log.get((int) now.next++));
            }
        }
        deliveries.handOver();
    }

    private void beginScan() {
        Scan scan = asked.poll();
        ScanPlan plan = scan == null ? null : scan.begin().orElse(null);
        if (scan == null || plan == null) {
            return;
        }
        plans.add(plan);
        Scanning scanning = new Scanning(plan, WINDOW, scanBytes);
        scanning.beginAt(at(logStart));
        Position from = plan.from().compareTo(at(0)) < 0 ? at(0) : plan.from();
        long first = Math.max(logStart, from.offset());
        running = new Running(scan, plan, scanning, windowBefore(first));
    }

    private long windowBefore(long first) {
        if (first >= log.size()) {
            return first;
        }
        long since = log.get((int) first).appendedAt() - WINDOW.toMillis();
        long before = first;
        while (before > logStart && log.get((int) before - 1).appendedAt() >= since) {
            before--;
        }
        return before;
    }

    /** The scan that is asked for, or under way, will not come to its end. */
    void failScan() {
        Running now = running;
        Scan failing = now == null ? asked.poll() : now.scan;
        running = null;
        if (failing != null) {
            failing.fail();
        }
        deliveries.handOver();
    }

    /** Until nothing is left to do; those that do not read are not waited for. */
    void settle() {
        while (followed < log.size() || hasScans() || !requests.isEmpty()) {
            follow();
            scan(1_000);
            carryOut();
        }
    }
}
