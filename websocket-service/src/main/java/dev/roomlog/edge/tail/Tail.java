package dev.roomlog.edge.tail;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The newest records of one partition, oldest first, without holes from {@link #start} on. */
public final class Tail {

    private final TailBudget budget;
    private final Deque<LogRecord> records = new ArrayDeque<>();
    private Position start;
    private long bytes;

    /**
     * @param start the first position this tail will be told of
     */
    public Tail(TailBudget budget, Position start) {
        this.budget = budget;
        this.start = start;
    }

    public void append(LogRecord record) {
        records.addLast(record);
        bytes += record.bytes();
        budget.add(this, record.bytes());
    }

    int evictOldest() {
        LogRecord oldest = records.removeFirst();
        start = new Position(oldest.position().value() + 1);
        bytes -= oldest.bytes();
        return oldest.bytes();
    }

    /** From here on every record of the partition is held. */
    public Position start() {
        return start;
    }

    /** The room's records after a position, in order. */
    public List<LogRecord> of(RoomId room, Position after) {
        Deque<LogRecord> found = new ArrayDeque<>();
        // Newest first: who resumes has usually missed little.
        Iterator<LogRecord> newestFirst = records.descendingIterator();
        while (newestFirst.hasNext()) {
            LogRecord record = newestFirst.next();
            if (!record.position().isAfter(after)) {
                break;
            }
            if (record.room().equals(room)) {
                found.addFirst(record);
            }
        }
        return List.copyOf(found);
    }

    /** The room's records appended at or after a time. */
    public List<LogRecord> since(RoomId room, long appendedAt) {
        return records.stream()
                .filter(record -> record.room().equals(room) && record.appendedAt() >= appendedAt)
                .toList();
    }

    /** The append time of the oldest record held, or {@link Long#MAX_VALUE} while there is none. */
    public long oldestAppend() {
        LogRecord oldest = records.peekFirst();
        return oldest == null ? Long.MAX_VALUE : oldest.appendedAt();
    }

    /** Forgets all: what comes next does not join what was held. */
    public void restart(Position from) {
        release();
        start = from;
    }

    public void release() {
        budget.release(this, bytes);
        records.clear();
        bytes = 0;
    }
}
