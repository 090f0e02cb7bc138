package dev.roomlog.edge.fanout;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

/**
 * An event as clients see it: MESSAGE with {@code x-event}.
 *
 * @param messageId the header's value: a message's ID, or an event's own
 * @param position absent for events that are not points to resume from
 * @param json the body
 */
@SuppressWarnings("ArrayRecordComponent") // events are never compared
public record RoomEvent(
        String name, RoomId room, String messageId, @Nullable Position position, byte[] json) {}
