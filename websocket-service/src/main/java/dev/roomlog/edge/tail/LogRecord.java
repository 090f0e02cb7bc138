package dev.roomlog.edge.tail;

import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

/**
 * A record of the message log as it was read.
 *
 * @param type null when this release does not know it
 * @param id the message concerned, where the header names one
 * @param retryable the sender gave a client message ID
 * @param appendedAt milliseconds since 1970, by the broker
 * @param value not decoded, not copied
 */
@SuppressWarnings(
        "ArrayRecordComponent") // records are never compared, and a copy a record would be the cost
// of a room
public record LogRecord(
        Position position,
        RoomId room,
        @Nullable EventType type,
        @Nullable MessageId id,
        boolean retryable,
        long appendedAt,
        byte[] value) {

    /** What holding this costs: the value and about as much as objects take. */
    int bytes() {
        return value.length + 160;
    }
}
