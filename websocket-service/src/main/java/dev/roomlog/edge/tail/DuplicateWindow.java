package dev.roomlog.edge.tail;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first position of every retryable message of one partition whose record lies within the
 * window before the newest one, by append time. The rule depends on the log alone, so all edges
 * agree: a record is a duplicate if an earlier one with the same ID lies within the window before
 * it. Its memory is bounded by the window, not by the tail's budget.
 */
public final class DuplicateWindow {

    private record First(Position position, long appendedAt) {}

    private record Entry(MessageId id, First first) {}

    private final long windowMillis;
    private final Map<MessageId, First> firsts = new ConcurrentHashMap<>();
    private final Deque<Entry> byAge = new ArrayDeque<>();

    public DuplicateWindow(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /**
     * Takes note of a record; called in log order.
     *
     * @return whether it repeats an earlier one within the window
     */
    public boolean repeats(MessageId id, Position position, long appendedAt) {
        expire(appendedAt);
        First first = new First(position, appendedAt);
        First earlier = firsts.putIfAbsent(id, first);
        if (earlier != null) {
            return true;
        }
        byAge.addLast(new Entry(id, first));
        return false;
    }

    private void expire(long now) {
        Entry oldest = byAge.peekFirst();
        while (oldest != null && oldest.first.appendedAt < now - windowMillis) {
            byAge.removeFirst();
            firsts.remove(oldest.id, oldest.first);
            oldest = byAge.peekFirst();
        }
    }

    /** Where a message first stood. Any thread. */
    public Optional<Position> firstOf(MessageId id) {
        return Optional.ofNullable(firsts.get(id)).map(First::position);
    }

    public int size() {
        return firsts.size();
    }
}
