package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.SlowRoom;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One followed partition: who subscribes to its rooms, its tail, its duplicate window, and how far
 * it has been read. Confined to the feed's thread but for {@link #firstPosition}. Since one thread
 * reads records and attaches subscriptions, a subscription sees each event of its room exactly
 * once: replayed if it was read before, live if after.
 */
public final class PartitionFollower {

    private final ReadLog log;
    private final Joins joins;
    private final Duration duplicateWindow;
    private final Deliveries deliveries;
    private final Map<RoomId, List<Attached>> rooms = new HashMap<>();
    private final Map<RoomId, SlowRoom> slowRooms = new HashMap<>();
    private final ReadMarkers reads = new ReadMarkers();
    private final TreeMap<Position, List<Runnable>> readWaiters = new TreeMap<>();

    /** A subscription that is not sent what lies up to {@code after}: its client has that. */
    private record Attached(Subscription subscription, Position after) {}

    /** What following takes besides the log; the same for all partitions. */
    public record Means(Duration duplicateWindow, TailBudget budget, Pacing pacing) {}

    /**
     * @param start the first position that will be read: the duplicate window before the newest
     *     one, or the log's start
     * @param judgedFrom from here on the window has been read whole
     */
    public PartitionFollower(Position start, Position judgedFrom, Means means, Scans scans) {
        this.log = new ReadLog(start, judgedFrom, means.duplicateWindow, means.budget);
        this.joins = new Joins(log, means.pacing, scans, this::attach);
        this.duplicateWindow = means.duplicateWindow;
        this.deliveries = means.pacing.deliveries();
    }

    /** The next record of the partition, whatever room it belongs to. */
    public void read(LogRecord record) {
        boolean kept = log.read(record);
        if (kept) {
            SlowRoom slow = slowRooms.get(record.room());
            if (slow != null) {
                slow.read(record);
            }
            joins.read(record);
            List<Attached> attached = rooms.get(record.room());
            if (attached != null) {
                deliver(record, attached);
            }
        } else if (record.type() == EventType.ROOM_DELETED) {
            joins.endRoom(record.room());
        }
        wakeReadWaiters();
    }

    private void deliver(LogRecord record, List<Attached> attached) {
        EventBodies.of(record)
                .ifPresent(event ->
                        deliveries.add(
                                event,
                                attached.stream()
                                        .filter(a -> record.position().isAfter(a.after))
                                        .map(Attached::subscription)
                                        .toList()));
    }

    /**
     * Sends {@code first}, replays from the starting point on what the log holds, names what it
     * does not, and goes on live.
     */
    public void attach(Subscription subscription, StartingPoint from, RoomEvent first) {
        deliveries.add(first, List.of(subscription));
        Position after = log.startingAfter(from);
        if (log.hasEnded(subscription.room())) {
            // The membership view has not heard of it yet, and sends the last event when it has.
            attach(subscription, log.last());
        } else if (after.isAfter(log.last()) || after.equals(log.last())) {
            attach(subscription, after);
        } else {
            joins.begin(subscription, after);
        }
    }

    private void attach(Subscription subscription, Position after) {
        rooms.computeIfAbsent(subscription.room(), _ -> new ArrayList<>())
                .add(new Attached(subscription, after));
    }

    /** The position before what was appended since a time, if it need not be looked up. */
    public Optional<Position> before(Instant time) {
        return log.before(time);
    }

    public void detach(Subscription subscription) {
        joins.end(subscription);
        rooms.computeIfPresent(
                subscription.room(),
                (_, attached) -> {
                    attached.removeIf(a -> a.subscription == subscription);
                    return attached.isEmpty() ? null : attached;
                });
    }

    /**
     * Sends an event without a position to all who subscribe to the room.
     *
     * @param event made only if there are any
     */
    public void announce(RoomId room, Supplier<RoomEvent> event) {
        List<Subscription> subscribers = of(room).toList();
        if (!subscribers.isEmpty()) {
            deliveries.add(event.get(), subscribers);
        }
    }

    /**
     * Someone has read up to a position. All who subscribe to the room are told, unless they were
     * told of a further one; where they are many, only the member's own subscriptions are.
     */
    public void announceRead(RoomId room, MemberId member, Position position) {
        List<Subscription> subscribers = of(room).toList();
        if (reads.moves(room, member, position, !subscribers.isEmpty())) {
            deliveries.add(
                    EventBodies.read(room, member, position),
                    ReadMarkers.told(member, subscribers));
        }
    }

    private Stream<Subscription> of(RoomId room) {
        Stream<Subscription> attached =
                rooms.getOrDefault(room, List.of()).stream().map(Attached::subscription);
        return Stream.concat(attached, joins.of(room));
    }

    public void sendLast(Subscription subscription, RoomEvent last) {
        if (of(subscription.room()).anyMatch(s -> s == subscription)) {
            deliveries.add(last, List.of(subscription));
            detach(subscription);
        }
    }

    /**
     * Slow mode: zero when it is the member's turn now, else how long it has to wait. The first
     * time it is asked for, what the tail holds of the room is decoded; from then on each new
     * record of it is, until {@link #endSlowMode}.
     */
    public Duration takeTurn(Turn turn, Duration every, Instant now) {
        return slowRooms
                .computeIfAbsent(turn.room(), this::slowRoomFromTail)
                .take(turn, every, now.toEpochMilli());
    }

    private SlowRoom slowRoomFromTail(RoomId room) {
        SlowRoom slow = new SlowRoom(duplicateWindow);
        log.tail().of(room, log.beforeFirst()).forEach(slow::read);
        return slow;
    }

    /**
     * @param appended the turn ends when this was read; null when its message will not come
     */
    public void endTurn(Turn turn, @Nullable Position appended) {
        SlowRoom slow = slowRooms.get(turn.room());
        if (slow == null) {
            return;
        }
        if (appended == null) {
            slow.end(turn);
        } else {
            onceRead(appended, () -> slow.end(turn));
        }
    }

    public void endSlowMode(RoomId room) {
        slowRooms.remove(room);
    }

    /** Runs, on this thread, once the record at a position has been read. */
    public void onceRead(Position position, Runnable action) {
        if (log.next().isAfter(position)) {
            action.run();
        } else {
            readWaiters.computeIfAbsent(position, _ -> new ArrayList<>()).add(action);
        }
    }

    private void wakeReadWaiters() {
        while (!readWaiters.isEmpty() && log.next().isAfter(readWaiters.firstKey())) {
            readWaiters.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    /**
     * The log no longer holds what comes next: everyone here is told, and reading goes on where it
     * can. Who is still joining finds out when it gets there.
     */
    public void skipTo(Position start) {
        Position lost = ReadLog.before(start);
        Position from = log.last();
        log.skipTo(start);
        rooms.forEach((room, attached) ->
                deliveries.addGap(
                        room, from, lost, attached.stream().map(Attached::subscription).toList()));
        wakeReadWaiters();
    }

    /** Any thread. */
    public Optional<Position> firstPosition(MessageId message) {
        return log.firstPosition(message);
    }

    public Position next() {
        return log.next();
    }

    public boolean isIdle() {
        return rooms.isEmpty() && joins.isEmpty() && readWaiters.isEmpty();
    }

    public void release() {
        log.tail().release();
    }
}
