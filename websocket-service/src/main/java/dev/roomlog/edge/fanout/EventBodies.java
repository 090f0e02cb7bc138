package dev.roomlog.edge.fanout;

import com.google.protobuf.ByteString;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.events.v1.RoomState;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.UUID;

/** The JSON bodies of the contract. A {@code posted} body is a message as REST shows it. */
public final class EventBodies {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** RFC 3339 with three fraction digits, as REST writes times. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private EventBodies() {}

    /** Empty for what clients are not told through the log, or this release does not know. */
    static Optional<RoomEvent> of(LogRecord record) {
        return switch (Decoded.message(record.value())) {
            case Decoded.Known<MessageEvent>(MessageEvent event) -> body(record, event);
            case Decoded.Unknown<MessageEvent> _, Decoded.Malformed<MessageEvent> _ ->
                    Optional.empty();
        };
    }

    private static Optional<RoomEvent> body(LogRecord record, MessageEvent event) {
        return switch (event.getEventCase()) {
            case POSTED -> Optional.of(posted(record, event.getPosted(), false));
            case EDITED -> Optional.of(edited(record, event.getEdited()));
            case DELETED -> Optional.of(deleted(record, event.getDeleted()));
            case REACTION -> Optional.of(reaction(record, event.getReaction()));
            case ROOM_DELETED, AUTHOR_ERASED, EVENT_NOT_SET -> Optional.empty();
        };
    }

    /** A message that is known to be deleted or erased: its place, without its text. */
    static Optional<RoomEvent> withoutText(LogRecord record) {
        return Decoded.message(record.value()) instanceof Decoded.Known<MessageEvent>(var event)
                        && event.hasPosted()
                ? Optional.of(posted(record, event.getPosted(), true))
                : Optional.empty();
    }

    private static RoomEvent posted(LogRecord record, MessagePosted posted, boolean deleted) {
        ObjectNode json = start(record, posted.getMessageId());
        json.put("senderId", posted.getSenderId());
        if (!posted.getClientMessageId().isEmpty()) {
            json.put("clientMessageId", posted.getClientMessageId());
        }
        if (!deleted) {
            json.put("text", posted.getText());
        }
        if (!posted.getReplyTo().isEmpty()) {
            json.put("replyTo", text(posted.getReplyTo()));
        }
        var mentions = json.putArray("mentions");
        if (!deleted) {
            posted.getMentionsList().forEach(mentions::add);
        }
        json.put("sentAt", time(record));
        if (deleted) {
            json.put("deleted", true);
        }
        json.putObject("reactions");
        return event("posted", record, text(posted.getMessageId()), json);
    }

    private static RoomEvent edited(LogRecord record, MessageEdited edited) {
        ObjectNode json = start(record, edited.getMessageId());
        json.put("editorId", edited.getEditorId());
        json.put("text", edited.getText());
        var mentions = json.putArray("mentions");
        edited.getMentionsList().forEach(mentions::add);
        json.put("editedAt", time(record));
        return event("edited", record, eventId(record), json);
    }

    private static RoomEvent deleted(LogRecord record, MessageDeleted deleted) {
        ObjectNode json = start(record, deleted.getMessageId());
        json.put("deletedBy", deleted.getDeletedBy());
        json.put("deletedAt", time(record));
        return event("deleted", record, eventId(record), json);
    }

    private static RoomEvent reaction(LogRecord record, ReactionChanged reaction) {
        ObjectNode json = start(record, reaction.getMessageId());
        json.put("memberId", reaction.getMemberId());
        json.put("emoji", reaction.getEmoji());
        json.put("set", reaction.getSet());
        return event("reaction", record, eventId(record), json);
    }

    private static ObjectNode start(LogRecord record, ByteString messageId) {
        return JSON.createObjectNode()
                .put("id", text(messageId))
                .put("roomId", record.room().toString())
                .put("position", record.position().value());
    }

    private static RoomEvent event(String name, LogRecord record, String id, ObjectNode json) {
        return new RoomEvent(
                name, record.room(), id, record.position(), JSON.writeValueAsBytes(json));
    }

    /** The room as it is now; comes first on a subscription. */
    public static RoomEvent room(RoomId room, RoomState state) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("id", room.toString())
                        .put("name", state.getName())
                        .put("kind", word(state.getKind().name(), "ROOM_KIND_"))
                        .put("entry", word(state.getEntry().name(), "ENTRY_RULE_"))
                        .put("posting", word(state.getPosting().name(), "POSTING_RULE_"))
                        .put("slowModeSeconds", state.getSlowModeSeconds())
                        .put("status", word(state.getStatus().name(), "ROOM_STATUS_"))
                        .put("version", state.getVersion());
        return unpositioned("room", room, json);
    }

    /** Someone came, went, or was given another role. */
    public static RoomEvent member(
            RoomId room, String memberId, String change, MembershipState state) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("roomId", room.toString())
                        .put("memberId", memberId)
                        .put("change", change)
                        .put("role", word(state.getRole().name(), "ROLE_"))
                        .put("by", state.getChangedBy());
        return unpositioned("member", room, json);
    }

    /** Someone has read up to a position. */
    static RoomEvent read(RoomId room, MemberId member, Position position) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("roomId", room.toString())
                        .put("memberId", member.value())
                        .put("position", position.value());
        return unpositioned("read", room, json);
    }

    /** What the edge no longer holds; history has it. */
    static RoomEvent gap(RoomId room, Position from, Position to) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("roomId", room.toString())
                        .put("from", from.value())
                        .put("to", to.value());
        return unpositioned("gap", room, json);
    }

    private static RoomEvent unpositioned(String name, RoomId room, ObjectNode json) {
        return new RoomEvent(
                name, room, UUID.randomUUID().toString(), null, JSON.writeValueAsBytes(json));
    }

    private static String word(String constant, String prefix) {
        return constant.startsWith(prefix) ? constant.substring(prefix.length()) : constant;
    }

    private static String eventId(LogRecord record) {
        // Unique in the room: no other event stands at this position.
        return record.position().toString();
    }

    private static String text(ByteString messageId) {
        return MessageId.fromBytes(messageId).map(MessageId::toString).orElse("");
    }

    private static String time(LogRecord record) {
        return TIME.format(Instant.ofEpochMilli(record.appendedAt()));
    }
}
