package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Decimal128;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.UUID;

/**
 * MongoDB's order of values, total, and exact for numbers of different types; null (or missing)
 * comes first. Positions and UUIDs, the keys we have most of, take no detour.
 */
final class KeyOrder implements Comparator<@Nullable Object> {

    static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return 0;
        }
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof UUID left && b instanceof UUID right) {
            int high =
                    Long.compareUnsigned(
                            left.getMostSignificantBits(), right.getMostSignificantBits());
            return high != 0
                    ? high
                    : Long.compareUnsigned(
                            left.getLeastSignificantBits(), right.getLeastSignificantBits());
        }
        if (a instanceof Number left && b instanceof Number right) {
            return compareNumbers(left, right);
        }
        return ValueComparator.ascWithoutListHandling().compare(a, b);
    }

    private static int compareNumbers(Number a, Number b) {
        if (a instanceof Double left && b instanceof Double right) {
            return Double.compare(left, right);
        }
        if (a instanceof Long left && b instanceof Long right) {
            return Long.compare(left, right);
        }
        if (!Double.isFinite(a.doubleValue()) || !Double.isFinite(b.doubleValue())) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case Decimal128 decimal -> decimal.toBigDecimal();
            case Double real -> new BigDecimal(real);
            case Float real -> new BigDecimal(real.doubleValue());
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
