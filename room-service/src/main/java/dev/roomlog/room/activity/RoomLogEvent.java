package dev.roomlog.room.activity;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.time.Instant;

/** What a room's log says that its last message may depend on. */
public sealed interface RoomLogEvent {

    RoomId room();

    Position position();

    record Posted(
            RoomId room,
            Position position,
            Instant at,
            MessageId message,
            MemberId sender,
            String text)
            implements RoomLogEvent {}

    record Edited(RoomId room, Position position, MessageId message, String text)
            implements RoomLogEvent {}

    record Deleted(RoomId room, Position position, MessageId message) implements RoomLogEvent {}

    record AuthorErased(RoomId room, Position position, MemberId author) implements RoomLogEvent {}

    record RoomDeleted(RoomId room, Position position) implements RoomLogEvent {}
}
