package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one index serves a query: equality on its first fields, then {@code $in} or a range on the
 * next, and perhaps the wanted order. Yields a superset of the matching documents.
 */
record IndexScan(
        RangeIndex index,
        List<List<@Nullable Object>> prefixes,
        OrderedKeys.@Nullable End from,
        OrderedKeys.@Nullable End to,
        boolean inOrder,
        boolean descending) {

    /** The most selective scan that helps at all. */
    static Optional<IndexScan> best(
            Stream<RangeIndex> indexes,
            Document query,
            @Nullable Document orderBy,
            boolean limited) {
        Conditions conditions = Conditions.of(query);
        return indexes.map(index -> plan(index, conditions, orderBy))
                .filter(scan -> scan.narrows() || (scan.inOrder() && orderBy != null && limited))
                .filter(scan -> !scan.mayMiss(conditions))
                .max(Comparator.comparingInt(IndexScan::worth));
    }

    Stream<Object> positions() {
        Stream<Object> positions =
                prefixes.stream()
                        .flatMap(prefix -> index.orderedKeys().scan(prefix, from, to, descending));
        return index.isMultikey() || prefixes.size() > 1 ? positions.distinct() : positions;
    }

    private static IndexScan plan(
            RangeIndex index, Conditions conditions, @Nullable Document orderBy) {
        List<String> fields = index.getKeys().stream().map(IndexKey::getKey).toList();
        List<@Nullable Object> prefix = new ArrayList<>();
        while (prefix.size() < fields.size()
                && conditions.on(fields.get(prefix.size())).isEqual()) {
            prefix.add(conditions.on(fields.get(prefix.size())).equalValue());
        }
        List<String> rest = fields.subList(prefix.size(), fields.size());
        Order order = index.isMultikey() ? Order.NONE : Order.of(orderBy, rest, conditions);
        if (rest.isEmpty()) {
            return new IndexScan(index, List.of(prefix), null, null, order.given, order.descending);
        }
        Conditions.OnField next = conditions.on(rest.getFirst());
        List<@Nullable Object> in = next.in();
        if (in != null) {
            return new IndexScan(index, with(prefix, in), null, null, orderBy == null, false);
        }
        boolean range = next.isRange() && !index.isMultikey();
        return new IndexScan(
                index,
                List.of(prefix),
                range ? next.from() : null,
                range ? next.to() : null,
                order.given,
                order.descending);
    }

    private static List<List<@Nullable Object>> with(
            List<@Nullable Object> prefix, List<@Nullable Object> values) {
        List<List<@Nullable Object>> prefixes = new ArrayList<>();
        for (Object value : values) {
            List<@Nullable Object> key = new ArrayList<>(prefix);
            key.add(value);
            prefixes.add(key);
        }
        return prefixes;
    }

    private boolean narrows() {
        return prefixes.size() != 1 || !prefixes.getFirst().isEmpty() || from != null || to != null;
    }

    /** A sparse index has no entry for documents without its fields. */
    private boolean mayMiss(Conditions conditions) {
        return index.leavesOutMissing()
                && conditions.on(index.getKeys().getFirst().getKey()).allowsMissing();
    }

    private int worth() {
        int fixed = prefixes.isEmpty() ? 9 : prefixes.getFirst().size();
        return fixed * 10 + (from != null || to != null ? 5 : 0) + (inOrder ? 3 : 0);
    }

    /** Whether the index's remaining fields give the wanted order, and in which direction. */
    private record Order(boolean given, boolean descending) {

        static final Order NONE = new Order(false, false);

        static Order of(@Nullable Document orderBy, List<String> rest, Conditions conditions) {
            if (orderBy == null) {
                return new Order(true, false);
            }
            int next = 0;
            Boolean descending = null;
            for (Map.Entry<String, Object> wanted : orderBy.entrySet()) {
                if (conditions.on(wanted.getKey()).isEqual()) {
                    continue;
                }
                boolean down = ((Number) wanted.getValue()).intValue() < 0;
                if (next >= rest.size()
                        || !rest.get(next).equals(wanted.getKey())
                        || (descending != null && descending != down)) {
                    return NONE;
                }
                descending = down;
                next++;
            }
            return new Order(true, Boolean.TRUE.equals(descending));
        }
    }
}
