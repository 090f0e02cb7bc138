package dev.roomlog.unread;

import dev.roomlog.events.Position;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The newest of many positions.
 *
 * @param positions ascending, each once, at most {@value #LIMIT}
 */
public record Newest(List<Position> positions) {

    public static final int LIMIT = 100;
    public static final Newest NONE = new Newest(List.of());

    public Newest {
        positions = List.copyOf(positions);
    }

    static Newest of(Collection<Position> all) {
        TreeSet<Position> sorted = new TreeSet<>(all);
        while (sorted.size() > LIMIT) {
            var _ = sorted.pollFirst();
        }
        return new Newest(List.copyOf(sorted));
    }

    Newest with(Collection<Position> added, Collection<Position> removed) {
        TreeSet<Position> all = new TreeSet<>(positions);
        all.addAll(added);
        all.removeAll(removed);
        return of(all);
    }

    /** Whether there may have been older ones that were given up. */
    boolean isFull() {
        return positions.size() == LIMIT;
    }

    int countAfter(Position marker) {
        return (int) positions.stream().filter(each -> each.isAfter(marker)).count();
    }
}
