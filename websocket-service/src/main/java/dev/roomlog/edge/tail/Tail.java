package dev.roomlog.edge.tail;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The newest records of one partition, oldest first, without holes from {@link #start} on. */
public final class Tail {

    private static final int SMALLEST = 16;

    private final TailBudget budget;
    private Position start;
    private long bytes;

    // A ring whose length is a power of two, so that a position can be searched for.
    private @Nullable LogRecord[] ring = new @Nullable LogRecord[SMALLEST];
    private int oldest;
    private int size;

    /**
     * Some of what is held.
     *
     * @param last nothing of the room comes after these records yet
     */
    public record Piece(List<LogRecord> records, boolean last) {}

    /**
     * @param start the first position this tail will be told of
     */
    public Tail(TailBudget budget, Position start) {
        this.budget = budget;
        this.start = start;
    }

    public void append(LogRecord record) {
        if (size == ring.length) {
            grow();
        }
        ring[(oldest + size) & (ring.length - 1)] = record;
        size++;
        bytes += record.bytes();
        budget.add(this, record.bytes());
    }

    private void grow() {
        @Nullable LogRecord[] larger = new @Nullable LogRecord[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        oldest = 0;
    }

    private LogRecord get(int index) {
        return Objects.requireNonNull(ring[(oldest + index) & (ring.length - 1)]);
    }

    int evictOldest() {
        LogRecord gone = get(0);
        ring[oldest] = null;
        oldest = (oldest + 1) & (ring.length - 1);
        size--;
        start = new Position(gone.position().value() + 1);
        bytes -= gone.bytes();
        return gone.bytes();
    }

    /** From here on every record of the partition is held. */
    public Position start() {
        return start;
    }

    public long bytes() {
        return bytes;
    }

    /** The room's records after a position, in order. */
    public List<LogRecord> of(RoomId room, Position after) {
        return next(room, after, Long.MAX_VALUE).records();
    }

    /**
     * The room's next records after a position, in order.
     *
     * @param bytes about so many, but at least one record
     */
    public Piece next(RoomId room, Position after, long bytes) {
        List<LogRecord> found = new ArrayList<>();
        long left = bytes;
        for (int i = firstAfter(after); i < size; i++) {
            LogRecord record = get(i);
            if (record.room().equals(room)) {
                if (left <= 0) {
                    return new Piece(found, false);
                }
                found.add(record);
                left -= record.bytes();
            }
        }
        return new Piece(found, true);
    }

    private int firstAfter(Position after) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).position().isAfter(after)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Where the first record stands that was appended at or after a time, if there is one. */
    public Optional<Position> firstSince(long appendedAt) {
        for (int i = 0; i < size; i++) {
            if (get(i).appendedAt() >= appendedAt) {
                return Optional.of(get(i).position());
            }
        }
        return Optional.empty();
    }

    /** The append time of the oldest record held, or {@link Long#MAX_VALUE} while there is none. */
    public long oldestAppend() {
        return size == 0 ? Long.MAX_VALUE : get(0).appendedAt();
    }

    /** Forgets all: what comes next does not join what was held. */
    public void restart(Position from) {
        release();
        start = from;
    }

    public void release() {
        budget.release(this, bytes);
        ring = new @Nullable LogRecord[SMALLEST];
        oldest = 0;
        size = 0;
        bytes = 0;
    }
}
