package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.DuplicateWindow;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.SlowRoom;
import dev.roomlog.edge.tail.Tail;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One followed partition: who subscribes to its rooms, its tail, its duplicate window, and how far
 * it has been read. Confined to the feed's thread but for {@link #firstPosition}. Since one thread
 * reads records and attaches subscriptions, a subscription sees each event of its room exactly
 * once: from the tail if it was read before, live if after.
 */
public final class PartitionFollower {

    /** Before it there was nothing: its beginning is the beginning of every room. */
    private static final int FIRST_EPOCH = 1;

    private final Tail tail;
    private final Duration duplicateWindow;
    private final DuplicateWindow window;
    private final Deliveries deliveries;
    private final Map<RoomId, List<Attached>> rooms = new HashMap<>();

    /** Whose end was read here: nothing before or after it is shown to anybody. */
    private final Set<RoomId> deletedRooms = new HashSet<>();

    private final Map<RoomId, SlowRoom> slowRooms = new HashMap<>();
    private final TreeMap<Position, List<Runnable>> readWaiters = new TreeMap<>();
    private Position next;

    /** A subscription that is not sent what lies up to {@code after}: its client has that. */
    private record Attached(Subscription subscription, Position after) {}

    /**
     * @param start the first position that will be read: the duplicate window before the newest
     *     one, or the log's start
     */
    public PartitionFollower(
            Position start, Duration duplicateWindow, TailBudget budget, Deliveries deliveries) {
        this.next = start;
        this.tail = new Tail(budget, start);
        this.duplicateWindow = duplicateWindow;
        this.window = new DuplicateWindow(duplicateWindow);
        this.deliveries = deliveries;
    }

    /** The next record of the partition, whatever room it belongs to. */
    public void read(LogRecord record) {
        next = new Position(record.position().value() + 1);
        if (record.type() == EventType.ROOM_DELETED) {
            deletedRooms.add(record.room());
        } else if (isKept(record) && !isRepetition(record)) {
            tail.append(record);
            SlowRoom slow = slowRooms.get(record.room());
            if (slow != null) {
                slow.read(record);
            }
            List<Attached> attached = rooms.get(record.room());
            if (attached != null) {
                deliver(record, attached);
            }
        }
        wakeReadWaiters();
    }

    /** What clients are shown, and what says that they are not shown it any more. */
    private boolean isKept(LogRecord record) {
        EventType type = record.type();
        return type != null
                && (type.isPositioned() || type == EventType.AUTHOR_ERASED)
                && !deletedRooms.contains(record.room());
    }

    private boolean isRepetition(LogRecord record) {
        MessageId id = record.id();
        return record.type() == EventType.POSTED
                && record.retryable()
                && id != null
                && window.repeats(id, record.position(), record.appendedAt());
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
     * Sends {@code first}, replays what is held from the starting point on, names what is not, and
     * goes on live.
     */
    public void attach(Subscription subscription, StartingPoint from, RoomEvent first) {
        deliveries.add(first, List.of(subscription));
        Position live = new Position(next.value() - 1);
        if (deletedRooms.contains(subscription.room())) {
            // The membership view has not heard of it yet, and sends the last event when it has.
            attach(subscription, live);
            return;
        }
        switch (from) {
            case StartingPoint.Next() -> attach(subscription, live);
            case StartingPoint.After(Position after) -> {
                replayAfter(subscription, after);
                attach(subscription, after.isAfter(live) ? after : live);
            }
            case StartingPoint.First() -> {
                replayAfter(subscription, beforeFirst());
                attach(subscription, live);
            }
            case StartingPoint.At(var time) -> {
                long millis = time.toEpochMilli();
                if (tail.start().offset() > 0 && tail.oldestAppend() > millis) {
                    gapBefore(subscription, beforeFirst());
                }
                replay(subscription, tail.since(subscription.room(), millis));
                attach(subscription, live);
            }
        }
    }

    private void replayAfter(Subscription subscription, Position after) {
        boolean holdsAll = tail.start().offset() == 0 && tail.start().epoch() == FIRST_EPOCH;
        if (!holdsAll && tail.start().value() > after.value() + 1) {
            gapBefore(subscription, after);
        }
        replay(subscription, tail.of(subscription.room(), after));
    }

    private Position beforeFirst() {
        return new Position(Position.of(next.epoch(), 0).value() - 1);
    }

    private void gapBefore(Subscription subscription, Position from) {
        Position to = new Position(tail.start().value() - 1);
        deliveries.add(EventBodies.gap(subscription.room(), from, to), List.of(subscription));
    }

    private void replay(Subscription subscription, List<LogRecord> records) {
        Replay.of(records).forEach(event -> deliveries.add(event, List.of(subscription)));
    }

    private void attach(Subscription subscription, Position after) {
        rooms.computeIfAbsent(subscription.room(), _ -> new ArrayList<>())
                .add(new Attached(subscription, after));
    }

    public void detach(Subscription subscription) {
        rooms.computeIfPresent(
                subscription.room(),
                (_, attached) -> {
                    attached.removeIf(a -> a.subscription == subscription);
                    return attached.isEmpty() ? null : attached;
                });
    }

    /** Sends an event without a position to all who subscribe to the room. */
    public void announce(RoomEvent event) {
        List<Attached> attached = rooms.getOrDefault(event.room(), List.of());
        deliveries.add(event, attached.stream().map(Attached::subscription).toList());
    }

    public void sendLast(Subscription subscription, RoomEvent last) {
        boolean attached =
                rooms.getOrDefault(subscription.room(), List.of()).stream()
                        .anyMatch(a -> a.subscription == subscription);
        if (attached) {
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
        tail.of(room, beforeFirst()).forEach(slow::read);
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
        if (next.isAfter(position)) {
            action.run();
        } else {
            readWaiters.computeIfAbsent(position, _ -> new ArrayList<>()).add(action);
        }
    }

    private void wakeReadWaiters() {
        while (!readWaiters.isEmpty() && next.isAfter(readWaiters.firstKey())) {
            readWaiters.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    /**
     * The log no longer holds what comes next: everyone here is told, and reading goes on where it
     * can.
     */
    public void skipTo(Position start) {
        Position lost = new Position(start.value() - 1);
        Position from = new Position(next.value() - 1);
        next = start;
        tail.restart(start);
        rooms.keySet().forEach(room -> announce(EventBodies.gap(room, from, lost)));
        wakeReadWaiters();
    }

    /** Any thread. */
    public Optional<Position> firstPosition(MessageId message) {
        return window.firstOf(message);
    }

    public Position next() {
        return next;
    }

    public boolean isIdle() {
        return rooms.isEmpty() && readWaiters.isEmpty();
    }

    public void release() {
        tail.release();
    }
}
