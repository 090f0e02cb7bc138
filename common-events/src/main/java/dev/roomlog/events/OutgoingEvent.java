package dev.roomlog.events;

import com.google.protobuf.ByteString;

import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MentionNotice;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.Notice;
import dev.roomlog.events.v1.ReadMarker;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.Signal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An event about to be appended: which topic, which room, what. The factories are the only way to
 * pair a value with a topic, and there is none without a room.
 *
 * @param id the message's ID, or an event's own
 * @param idempotent whether the sender gave a client message ID
 * @param value the encoded protobuf message
 */
public record OutgoingEvent(
        String topic, RoomKey key, EventType type, UUID id, boolean idempotent, ByteString value) {

    /**
     * @throws IllegalArgumentException when the event has no case
     */
    public static OutgoingEvent message(int epoch, RoomId room, MessageEvent event) {
        EventType type =
                switch (event.getEventCase()) {
                    case POSTED -> EventType.POSTED;
                    case EDITED -> EventType.EDITED;
                    case DELETED -> EventType.DELETED;
                    case REACTION -> EventType.REACTION;
                    case ROOM_DELETED -> EventType.ROOM_DELETED;
                    case AUTHOR_ERASED -> EventType.AUTHOR_ERASED;
                    case EVENT_NOT_SET -> throw new IllegalArgumentException("an event of no kind");
                };
        boolean idempotent = event.hasPosted() && !event.getPosted().getClientMessageId().isEmpty();
        return of(
                Topics.messages(epoch),
                RoomKey.of(room),
                type,
                idOf(event),
                idempotent,
                event.toByteString());
    }

    public static OutgoingEvent room(RoomId room, RoomState state) {
        return of(Topics.ROOMS, RoomKey.of(room), EventType.ROOM, state.toByteString());
    }

    public static OutgoingEvent membership(RoomId room, MemberId member, MembershipState state) {
        return of(
                Topics.MEMBERSHIPS,
                RoomKey.of(room, member),
                EventType.MEMBERSHIP,
                state.toByteString());
    }

    public static OutgoingEvent read(RoomId room, MemberId member, ReadMarker marker) {
        return of(Topics.READS, RoomKey.of(room, member), EventType.READ, marker.toByteString());
    }

    /**
     * @throws IllegalArgumentException when the signal has no case
     */
    public static OutgoingEvent signal(RoomId room, Signal signal) {
        EventType type =
                switch (signal.getSignalCase()) {
                    case TYPING -> EventType.TYPING;
                    case PRESENCE -> EventType.PRESENCE;
                    case SIGNAL_NOT_SET ->
                            throw new IllegalArgumentException("a signal of no kind");
                };
        return of(Topics.SIGNALS, RoomKey.of(room), type, signal.toByteString());
    }

    /**
     * @throws IllegalArgumentException when the notice has no case
     */
    public static OutgoingEvent notice(RoomId room, Notice notice) {
        EventType type =
                switch (notice.getNoticeCase()) {
                    case MENTION -> EventType.MENTION;
                    case NOTICE_NOT_SET ->
                            throw new IllegalArgumentException("a notice of no kind");
                };
        return of(Topics.NOTICES, RoomKey.of(room), type, notice.toByteString());
    }

    /**
     * What a message that mentions members is told by, once it is durable; empty when it mentions
     * nobody but its sender.
     *
     * @param position the message's first
     */
    public static Optional<OutgoingEvent> mention(
            RoomId room, Position position, MessagePosted posted) {
        List<String> others =
                posted.getMentionsList().stream()
                        .filter(member -> !member.equals(posted.getSenderId()))
                        .toList();
        MentionNotice mention =
                MentionNotice.newBuilder()
                        .setMessageId(posted.getMessageId())
                        .setPosition(position.value())
                        .setSenderId(posted.getSenderId())
                        .addAllMemberIds(others)
                        .build();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(notice(room, Notice.newBuilder().setMention(mention).build()));
    }

    /** Keyed as the original, which must have had a key of ours. */
    public static OutgoingEvent deadLetter(RoomKey original, DeadLetter letter) {
        return new OutgoingEvent(
                Topics.DEAD_LETTERS.name(),
                original,
                EventType.DEAD_LETTER,
                UUID.randomUUID(),
                false,
                letter.toByteString());
    }

    private static OutgoingEvent of(Topic topic, RoomKey key, EventType type, ByteString value) {
        return of(topic, key, type, UUID.randomUUID(), false, value);
    }

    private static OutgoingEvent of(
            Topic topic,
            RoomKey key,
            EventType type,
            UUID id,
            boolean idempotent,
            ByteString value) {
        if (!topic.takes(key)) {
            throw new IllegalArgumentException(topic.name() + " is keyed " + topic.keyed());
        }
        return new OutgoingEvent(topic.name(), key, type, id, idempotent, value);
    }

    private static UUID idOf(MessageEvent event) {
        ByteString id =
                switch (event.getEventCase()) {
                    case POSTED -> event.getPosted().getMessageId();
                    case EDITED -> event.getEdited().getMessageId();
                    case DELETED -> event.getDeleted().getMessageId();
                    case REACTION -> event.getReaction().getMessageId();
                    case ROOM_DELETED, AUTHOR_ERASED, EVENT_NOT_SET -> ByteString.EMPTY;
                };
        return switch (event.getEventCase()) {
            case ROOM_DELETED, AUTHOR_ERASED, EVENT_NOT_SET -> UUID.randomUUID();
            case POSTED, EDITED, DELETED, REACTION ->
                    MessageId.fromBytes(id)
                            .orElseThrow(() -> new IllegalArgumentException("no message ID"))
                            .value();
        };
    }
}
