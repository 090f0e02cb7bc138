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
 * it, and that may be a duplicate itself; else an edge that began to read between the two would
 * judge differently. Its memory is bounded by the window, not by the tail's budget.
 */
public final class DuplicateWindow {

    /** A message's first position, and when it was last appended. */
    private record Seen(Position first, long lastAppend) {}

    private record Entry(MessageId id, Seen seen) {}

    private final long windowMillis;
    private final Map<MessageId, Seen> byId = new ConcurrentHashMap<>();
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
        Seen earlier = byId.get(id);
        Seen seen = new Seen(earlier == null ? position : earlier.first, appendedAt);
        byId.put(id, seen);
        byAge.addLast(new Entry(id, seen));
        return earlier != null;
    }

    private void expire(long now) {
        Entry oldest = byAge.peekFirst();
        while (oldest != null && oldest.seen.lastAppend < now - windowMillis) {
            byAge.removeFirst();
            // Stays where it was appended again since.
            byId.remove(oldest.id, oldest.seen);
            oldest = byAge.peekFirst();
        }
    }

    /** Whether a record of this ID lies within the window before one appended then. */
    public boolean holds(MessageId id, long appendedAt) {
        Seen seen = byId.get(id);
        return seen != null && seen.lastAppend >= appendedAt - windowMillis;
    }

    /** Where a message first stood. Any thread. */
    public Optional<Position> firstOf(MessageId id) {
        return Optional.ofNullable(byId.get(id)).map(Seen::first);
    }

    public int size() {
        return byId.size();
    }
}
