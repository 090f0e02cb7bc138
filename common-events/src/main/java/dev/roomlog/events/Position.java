package dev.roomlog.events;

import java.util.Optional;

/**
 * Where an event stands in its room's log: {@code epoch << 44 | Kafka offset}. One number of at
 * most 53 bits, exact in a JSON number. Grows strictly within a room, has holes, and is the same in
 * every place that names the event.
 */
public record Position(long value) implements Comparable<Position> {

    public static final int OFFSET_BITS = 44;
    public static final long MAX_OFFSET = (1L << OFFSET_BITS) - 1;

    /** 9 bits: {@code 53 - 44}. */
    public static final int MAX_EPOCH = 511;

    /** 2^53 - 1, the greatest integer that JavaScript counts exactly. */
    public static final long MAX_VALUE = (1L << 53) - 1;

    public Position {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("position out of range: " + value);
        }
    }

    public static Position of(int epoch, long offset) {
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch out of range: " + epoch);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("offset out of range: " + offset);
        }
        return new Position((long) epoch << OFFSET_BITS | offset);
    }

    /** A decimal number without sign or leading zeros, in range; anything else is empty. */
    public static Optional<Position> parse(String text) {
        if (text.isEmpty()
                || text.length() > 16
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        boolean canonical = text.length() == 1 || text.charAt(0) != '0';
        return canonical && value <= MAX_VALUE
                ? Optional.of(new Position(value))
                : Optional.empty();
    }

    public int epoch() {
        return (int) (value >>> OFFSET_BITS);
    }

    public long offset() {
        return value & MAX_OFFSET;
    }

    public boolean isAfter(Position other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
