package dev.roomlog.local.mongo;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * The entries of one index in the order of their keys: a skip list from (possibly compound) key to
 * document position. Entries with equal keys are told apart by position. Safe for readers beside
 * one writer.
 */
final class OrderedKeys {

    /** Stands for the position in a bound: before or after all entries that begin with its key. */
    private enum Side {
        LOWEST,
        HIGHEST
    }

    /** An array, and no record: there are as many of these as documents. */
    private static final class Entry {

        private final @Nullable Object[] key;
        private final Object position;

        Entry(@Nullable Object[] key, Object position) {
            this.key = key;
            this.position = position;
        }

        @Nullable Object[] key() {
            return key;
        }

        Object position() {
            return position;
        }
    }

    /** One end of a range over the field that follows a fixed prefix. */
    record End(Object value, boolean inclusive) {}

    private final NavigableSet<Entry> entries = new ConcurrentSkipListSet<>(Entries.ORDER);

    boolean add(List<@Nullable Object> key, Object position) {
        return entries.add(new Entry(sharingWithNeighbour(key), position));
    }

    boolean remove(List<@Nullable Object> key, Object position) {
        return entries.remove(new Entry(key.toArray(), position));
    }

    @Nullable Object first(List<@Nullable Object> key) {
        Entry found = entries.ceiling(new Entry(key.toArray(), Side.LOWEST));
        return found != null && Entries.compareKeys(found.key(), key.toArray()) == 0
                ? found.position()
                : null;
    }

    /**
     * Positions whose key starts with the prefix and whose next field lies between the ends, in key
     * order.
     */
    Stream<Object> scan(
            List<@Nullable Object> prefix,
            @Nullable End from,
            @Nullable End to,
            boolean descending) {
        Entry low = bound(prefix, from, from == null || from.inclusive());
        Entry high = bound(prefix, to, to != null && !to.inclusive());
        if (Entries.ORDER.compare(low, high) > 0) {
            return Stream.empty();
        }
        NavigableSet<Entry> range = entries.subSet(low, true, high, true);
        return (descending ? range.descendingSet() : range).stream().map(Entry::position);
    }

    Stream<List<@Nullable Object>> keys() {
        return entries.stream().map(entry -> List.of(entry.key()));
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    private static Entry bound(List<@Nullable Object> prefix, @Nullable End end, boolean before) {
        @Nullable Object[] key =
                prefix.toArray(new @Nullable Object[prefix.size() + (end == null ? 0 : 1)]);
        if (end != null) {
            key[prefix.size()] = end.value();
        }
        return new Entry(key, before ? Side.LOWEST : Side.HIGHEST);
    }

    /**
     * The messages of a room stand side by side: they share one string for it instead of one each.
     */
    private @Nullable Object[] sharingWithNeighbour(List<@Nullable Object> key) {
        @Nullable Object[] values = key.toArray();
        if (values.length > 1 && values[0] instanceof String) {
            Entry neighbour = entries.floor(new Entry(values, Side.HIGHEST));
            if (neighbour != null && values[0].equals(neighbour.key()[0])) {
                values[0] = neighbour.key()[0];
            }
        }
        return values;
    }

    private static final class Entries {

        static final Comparator<Entry> ORDER =
                (a, b) -> {
                    int byKey = compareKeys(a.key(), b.key());
                    if (byKey != 0) {
                        return byKey;
                    }
                    if (a.key().length != b.key().length) {
                        return a.key().length < b.key().length ? side(a) : -side(b);
                    }
                    if (side(a) != side(b)) {
                        return Integer.compare(side(a), side(b));
                    }
                    return side(a) != 0 ? 0 : KeyOrder.INSTANCE.compare(a.position(), b.position());
                };

        /** Over the fields that both have. */
        static int compareKeys(@Nullable Object[] a, @Nullable Object[] b) {
            for (int i = 0; i < Math.min(a.length, b.length); i++) {
                int order = KeyOrder.INSTANCE.compare(a[i], b[i]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        private static int side(Entry entry) {
            return switch (entry.position()) {
                case Side.LOWEST -> -1;
                case Side.HIGHEST -> 1;
                default -> 0;
            };
        }
    }
}
