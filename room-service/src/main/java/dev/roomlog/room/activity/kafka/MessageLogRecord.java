package dev.roomlog.room.activity.kafka;

import com.google.protobuf.ByteString;

import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.room.activity.RoomLogEvent;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Instant;
import java.util.Optional;

/** What a record of the message log turned out to be. */
sealed interface MessageLogRecord {

    record Understood(RoomLogEvent event) implements MessageLogRecord {}

    /** No room's last message depends on it: a reaction, or an event of a later release. */
    record Irrelevant() implements MessageLogRecord {}

    record Malformed() implements MessageLogRecord {}

    static MessageLogRecord of(ConsumerRecord<byte[], byte[]> read, int epoch) {
        Optional<RoomId> room =
                RoomKey.parse(read.key()).filter(key -> key.member() == null).map(RoomKey::room);
        return switch (Decoded.message(read.value())) {
            case Decoded.Known<MessageEvent>(MessageEvent event) ->
                    room.map(in ->
                                    of(
                                            event,
                                            in,
                                            Position.of(epoch, read.offset()),
                                            Instant.ofEpochMilli(read.timestamp())))
                            .orElseGet(Malformed::new);
            case Decoded.Unknown<MessageEvent>() -> new Irrelevant();
            case Decoded.Malformed<MessageEvent> _ -> new Malformed();
        };
    }

    private static MessageLogRecord of(
            MessageEvent event, RoomId room, Position position, Instant at) {
        return switch (event.getEventCase()) {
            case POSTED -> understood(posted(event.getPosted(), room, position, at));
            case EDITED ->
                    understood(
                            id(event.getEdited().getMessageId())
                                    .map(message ->
                                            new RoomLogEvent.Edited(
                                                    room,
                                                    position,
                                                    message,
                                                    event.getEdited().getText())));
            case DELETED ->
                    understood(
                            id(event.getDeleted().getMessageId())
                                    .map(message ->
                                            new RoomLogEvent.Deleted(room, position, message)));
            case ROOM_DELETED -> new Understood(new RoomLogEvent.RoomDeleted(room, position));
            case AUTHOR_ERASED ->
                    understood(
                            MemberId.parse(event.getAuthorErased().getMemberId())
                                    .map(author ->
                                            new RoomLogEvent.AuthorErased(room, position, author)));
            case REACTION, EVENT_NOT_SET -> new Irrelevant();
        };
    }

    private static Optional<RoomLogEvent> posted(
            MessagePosted posted, RoomId room, Position position, Instant at) {
        return id(posted.getMessageId())
                .flatMap(message ->
                        MemberId.parse(posted.getSenderId())
                                .map(sender ->
                                        new RoomLogEvent.Posted(
                                                room,
                                                position,
                                                at,
                                                message,
                                                sender,
                                                posted.getText())));
    }

    private static Optional<MessageId> id(ByteString bytes) {
        return MessageId.fromBytes(bytes);
    }

    private static MessageLogRecord understood(Optional<? extends RoomLogEvent> event) {
        return event.<MessageLogRecord>map(Understood::new).orElseGet(Malformed::new);
    }
}
