package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

/** A record of the message log, understood. */
public sealed interface LoggedEvent {

    RoomId room();

    Position position();

    record Posted(Message message) implements LoggedEvent {
        @Override
        public RoomId room() {
            return message.room();
        }

        @Override
        public Position position() {
            return message.position();
        }
    }

    /** Edited, deleted, or reacted to. */
    record Changed(RoomId room, MessageId message, Change change) implements LoggedEvent {
        @Override
        public Position position() {
            return change.upTo();
        }
    }

    record RoomDeleted(RoomId room, Position position) implements LoggedEvent {}

    record AuthorErased(RoomId room, MemberId author, Position position) implements LoggedEvent {}
}
