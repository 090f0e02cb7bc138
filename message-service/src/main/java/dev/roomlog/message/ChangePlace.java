package dev.roomlog.message;

import dev.roomlog.events.Position;

import java.util.Comparator;

/**
 * A place in the order of a room's changed messages. One record of the log, the erasure of an
 * account, may have changed any number of them.
 *
 * @param change of the last change
 * @param message of the message
 */
public record ChangePlace(Position change, Position message) implements Comparable<ChangePlace> {

    private static final Comparator<ChangePlace> ORDER =
            Comparator.comparing(ChangePlace::change).thenComparing(ChangePlace::message);

    /** Behind everything that a change up to and including this position did. */
    public static ChangePlace after(Position change) {
        return new ChangePlace(change, new Position(Position.MAX_VALUE));
    }

    public static ChangePlace of(Message message) {
        return new ChangePlace(message.lastChange(), message.position());
    }

    @Override
    public int compareTo(ChangePlace other) {
        return ORDER.compare(this, other);
    }
}
