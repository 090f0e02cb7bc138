package dev.roomlog.message.kafka;

import com.google.protobuf.ByteString;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.message.Change;
import dev.roomlog.message.Content;
import dev.roomlog.message.LoggedEvent;
import dev.roomlog.message.Message;
import dev.roomlog.message.Reaction;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a record of the message log turned out to be. */
sealed interface MessageRecord {

    record Understood(LoggedEvent event) implements MessageRecord {}

    /** Of a later release. */
    record Unknown() implements MessageRecord {}

    /** The cause names no content. */
    record Malformed(String cause) implements MessageRecord {}

    static MessageRecord of(ConsumerRecord<byte[], byte[]> read, TopicLayout layout) {
        Optional<RoomKey> key = RoomKey.parse(read.key());
        if (key.isEmpty() || key.get().member() != null) {
            return new Malformed("the key is no room");
        }
        RoomId room = key.get().room();
        if (RoomPartitioner.partitionOf(read.key(), layout.partitions()) != read.partition()) {
            return new Malformed("the room belongs to another partition");
        }
        return switch (Decoded.message(read.value())) {
            case Decoded.Malformed<MessageEvent>(String cause) -> new Malformed(cause);
            case Decoded.Unknown<MessageEvent>() -> new Unknown();
            case Decoded.Known<MessageEvent>(MessageEvent event) -> {
                Reading reading =
                        new Reading(
                                room,
                                Position.of(layout.epoch(), read.offset()),
                                Instant.ofEpochMilli(read.timestamp()));
                try {
                    yield new Understood(reading.of(event));
                } catch (MalformedFieldException e) {
                    yield new Malformed(e.cause);
                }
            }
        };
    }

    /** Ends the reading of one record; never leaves this file. */
    final class MalformedFieldException extends RuntimeException {
        private final String cause;

        private MalformedFieldException(String cause) {
            super(cause, null, false, false);
            this.cause = cause;
        }
    }

    /** The fields of one record, each as the type that says what is allowed. */
    record Reading(RoomId room, Position position, Instant at) {

        LoggedEvent of(MessageEvent event) {
            return switch (event.getEventCase()) {
                case POSTED -> new LoggedEvent.Posted(posted(event.getPosted()));
                case EDITED -> changed(event.getEdited().getMessageId(), edited(event.getEdited()));
                case DELETED ->
                        changed(event.getDeleted().getMessageId(), new Change.Erased(position));
                case REACTION ->
                        changed(event.getReaction().getMessageId(), reaction(event.getReaction()));
                case ROOM_DELETED -> new LoggedEvent.RoomDeleted(room, position);
                case AUTHOR_ERASED ->
                        new LoggedEvent.AuthorErased(
                                room, member(event.getAuthorErased().getMemberId()), position);
                case EVENT_NOT_SET -> throw new MalformedFieldException("no event");
            };
        }

        private Message posted(MessagePosted posted) {
            return new Message(
                    id(posted.getMessageId()),
                    room,
                    position,
                    member(posted.getSenderId()),
                    clientId(posted.getClientMessageId()),
                    posted.getReplyTo().isEmpty() ? null : id(posted.getReplyTo()),
                    at,
                    Content.Spoken.first(text(posted.getText()), members(posted.getMentionsList())),
                    position);
        }

        private Change edited(MessageEdited edited) {
            return new Change.Altered(
                    position,
                    new Change.Edit(text(edited.getText()), members(edited.getMentionsList()), at),
                    Map.of());
        }

        private Change reaction(ReactionChanged changed) {
            String emoji = changed.getEmoji();
            if (emoji.isEmpty()
                    || emoji.getBytes(StandardCharsets.UTF_8).length > Reaction.MAX_EMOJI_BYTES) {
                throw new MalformedFieldException("the emoji is empty or too long");
            }
            Reaction reaction = new Reaction(member(changed.getMemberId()), emoji);
            return new Change.Altered(position, null, Map.of(reaction, changed.getSet()));
        }

        private LoggedEvent changed(ByteString id, Change change) {
            return new LoggedEvent.Changed(room, id(id), change);
        }

        private static MessageId id(ByteString bytes) {
            return valid(bytes, MessageId::fromBytes, "a message ID is not 16 bytes");
        }

        private static MemberId member(String text) {
            return valid(text, MemberId::parse, "a member ID is not valid");
        }

        private static List<MemberId> members(List<String> all) {
            return all.stream().map(Reading::member).toList();
        }

        private static @Nullable ClientMessageId clientId(String text) {
            return text.isEmpty()
                    ? null
                    : valid(text, ClientMessageId::parse, "the client message ID is not valid");
        }

        private static MessageText text(String raw) {
            return switch (MessageText.parse(raw)) {
                case MessageText.Outcome.Accepted accepted -> accepted.text();
                case MessageText.Outcome.Refused refused ->
                        throw new MalformedFieldException(refused.detail());
            };
        }

        private static <A, B> B valid(A raw, Function<A, Optional<B>> parse, String cause) {
            return parse.apply(raw).orElseThrow(() -> new MalformedFieldException(cause));
        }
    }
}
