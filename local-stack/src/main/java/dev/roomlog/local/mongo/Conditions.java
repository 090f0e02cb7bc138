package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a query demands of single fields, as far as an index can help: equality, {@code $in} and
 * ranges, also inside {@code $and}. Everything else is left to the full match of each candidate, so
 * ignoring a demand is always right.
 */
final class Conditions {

    /**
     * At most one of the three kinds is used, in this order; values are normalised as index keys
     * are.
     */
    static final class OnField {
        private final List<@Nullable Object> equal = new ArrayList<>(1);
        private @Nullable List<@Nullable Object> in;
        private OrderedKeys.@Nullable End from;
        private OrderedKeys.@Nullable End to;

        boolean isEqual() {
            return !equal.isEmpty();
        }

        @Nullable Object equalValue() {
            return equal.getFirst();
        }

        @Nullable List<@Nullable Object> in() {
            return in;
        }

        OrderedKeys.@Nullable End from() {
            return from;
        }

        OrderedKeys.@Nullable End to() {
            return to;
        }

        boolean isRange() {
            return from != null || to != null;
        }

        /** Whether a document without the field could match as far as this index is concerned. */
        boolean allowsMissing() {
            if (isEqual()) {
                return equalValue() == null;
            }
            return in != null ? in.contains(null) : !isRange();
        }
    }

    private static final OnField NONE = new OnField();

    private final Map<String, OnField> byField = new HashMap<>();

    private Conditions() {}

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.read(query);
        return conditions;
    }

    OnField on(String field) {
        return byField.getOrDefault(field, NONE);
    }

    private void read(Document query) {
        query.forEach((field, demand) -> {
            if (field.equals("$and") && demand instanceof Collection<?> parts) {
                parts.forEach(part -> read((Document) part));
            } else if (!field.startsWith("$")) {
                readField(field, demand);
            }
        });
    }

    private void readField(String field, @Nullable Object demand) {
        if (isIndexable(demand)) {
            demanding(field).equal.add(normal(demand));
        } else if (demand instanceof Document operators && !operators.containsKey("$regex")) {
            operators.forEach((operator, value) -> readOperator(field, operator, value));
        }
    }

    private void readOperator(String field, String operator, @Nullable Object value) {
        switch (operator) {
            case "$eq" -> {
                if (isIndexable(value)) {
                    demanding(field).equal.add(normal(value));
                }
            }
            case "$in" -> {
                if (value instanceof Collection<?> values
                        && values.stream().allMatch(Conditions::isIndexable)) {
                    List<@Nullable Object> wanted = new ArrayList<>();
                    values.stream().map(Conditions::normal).distinct().forEach(wanted::add);
                    demanding(field).in = wanted;
                }
            }
            case "$gt", "$gte" -> {
                if (value != null && isIndexable(value)) {
                    demanding(field).from =
                            new OrderedKeys.End(value(value), operator.equals("$gte"));
                }
            }
            case "$lt", "$lte" -> {
                if (value != null && isIndexable(value)) {
                    demanding(field).to =
                            new OrderedKeys.End(value(value), operator.equals("$lte"));
                }
            }
            default -> {
                // Left to the full match.
            }
        }
    }

    private OnField demanding(String field) {
        return byField.computeIfAbsent(field, name -> new OnField());
    }

    private static boolean isIndexable(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Missing missing -> true;
            case String text -> true;
            case Number number -> !Double.isNaN(number.doubleValue());
            case UUID uuid -> true;
            case BinData bytes -> true;
            case ObjectId id -> true;
            case Boolean bool -> true;
            case Instant time -> true;
            default -> false;
        };
    }

    private static @Nullable Object normal(@Nullable Object value) {
        return new KeyValue(new @Nullable Object[] {value}).normalized().get(0);
    }

    private static Object value(Object value) {
        return Objects.requireNonNull(normal(value));
    }
}
