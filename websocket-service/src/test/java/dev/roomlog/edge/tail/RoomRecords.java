package dev.roomlog.edge.tail;

import com.google.protobuf.ByteString;

import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.events.v1.RoomDeleted;

import org.jspecify.annotations.Nullable;

/** Records as a partition of the log holds them: one a second, all of epoch 1. */
public final class RoomRecords {

    private RoomRecords() {}

    public static Position at(long offset) {
        return Position.of(1, offset);
    }

    public static long appendTime(long offset) {
        return offset * 1_000;
    }

    public static LogRecord posted(long offset, RoomId room, MessageId id, String text) {
        return postedBy("alice", offset, room, id, text);
    }

    public static LogRecord postedBy(
            String sender, long offset, RoomId room, MessageId id, String text) {
        MessagePosted posted =
                MessagePosted.newBuilder()
                        .setMessageId(id.toBytes())
                        .setSenderId(sender)
                        .setText(text)
                        .build();
        return record(offset, room, EventType.POSTED, id, event().setPosted(posted));
    }

    public static LogRecord edited(long offset, RoomId room, MessageId id, String text) {
        MessageEdited edited =
                MessageEdited.newBuilder()
                        .setMessageId(id.toBytes())
                        .setEditorId("alice")
                        .setText(text)
                        .build();
        return record(offset, room, EventType.EDITED, id, event().setEdited(edited));
    }

    public static LogRecord deleted(long offset, RoomId room, MessageId id) {
        MessageDeleted deleted =
                MessageDeleted.newBuilder()
                        .setMessageId(id.toBytes())
                        .setDeletedBy("alice")
                        .build();
        return record(offset, room, EventType.DELETED, id, event().setDeleted(deleted));
    }

    public static LogRecord reaction(long offset, RoomId room, MessageId id) {
        ReactionChanged reaction =
                ReactionChanged.newBuilder()
                        .setMessageId(id.toBytes())
                        .setMemberId("bob")
                        .setEmoji("👍")
                        .setSet(true)
                        .build();
        return record(offset, room, EventType.REACTION, id, event().setReaction(reaction));
    }

    public static LogRecord authorErased(long offset, RoomId room, String author) {
        AuthorErased erased = AuthorErased.newBuilder().setMemberId(author).build();
        return record(offset, room, EventType.AUTHOR_ERASED, null, event().setAuthorErased(erased));
    }

    public static LogRecord roomDeleted(long offset, RoomId room) {
        RoomDeleted deleted = RoomDeleted.newBuilder().setDeletedBy("alice").build();
        return record(offset, room, EventType.ROOM_DELETED, null, event().setRoomDeleted(deleted));
    }

    /** The same record as another append of it. */
    public static LogRecord again(LogRecord record, long offset, long appendedAt) {
        return new LogRecord(
                at(offset),
                record.room(),
                record.type(),
                record.id(),
                record.retryable(),
                appendedAt,
                record.value());
    }

    /** From a release that knows more than this one. */
    public static LogRecord unknown(long offset, RoomId room) {
        byte[] value = ByteString.fromHex("fa0100").toByteArray();
        return new LogRecord(at(offset), room, null, null, false, appendTime(offset), value);
    }

    private static MessageEvent.Builder event() {
        return MessageEvent.newBuilder();
    }

    private static LogRecord record(
            long offset,
            RoomId room,
            EventType type,
            @Nullable MessageId id,
            MessageEvent.Builder event) {
        return new LogRecord(
                at(offset),
                room,
                type,
                id,
                type == EventType.POSTED,
                appendTime(offset),
                event.build().toByteArray());
    }
}
