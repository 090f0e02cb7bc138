package dev.roomlog.edge.tail;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One byte budget for the tails of all partitions; whoever appended the oldest record gives way
 * first.
 */
public final class TailBudget {

    private final long limit;
    private final Deque<Tail> order = new ArrayDeque<>();
    private long used;

    public TailBudget(long limitBytes) {
        this.limit = limitBytes;
    }

    void add(Tail tail, int bytes) {
        used += bytes;
        order.addLast(tail);
        while (used > limit && !order.isEmpty()) {
            used -= order.removeFirst().evictOldest();
        }
    }

    /** A partition is no longer followed. */
    void release(Tail tail, long bytes) {
        used -= bytes;
        order.removeIf(other -> other == tail);
    }

    public long used() {
        return used;
    }
}
