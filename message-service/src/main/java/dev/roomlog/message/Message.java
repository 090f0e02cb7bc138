package dev.roomlog.message;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message as history has it.
 *
 * @param position of the first {@code posted} record with this ID
 * @param clientId null when the sender gave none
 * @param replyTo null when it answers no other
 * @param sentAt the append time
 * @param lastChange position of the last record that changed it: at first its own
 */
public record Message(
        MessageId id,
        RoomId room,
        Position position,
        MemberId sender,
        @Nullable ClientMessageId clientId,
        @Nullable MessageId replyTo,
        Instant sentAt,
        Content content,
        Position lastChange) {

    /** The message after {@code change}; itself when that is of the past or comes too late. */
    public Message with(Change change) {
        if (!change.upTo().isAfter(lastChange)) {
            return this;
        }
        return switch (content) {
            case Content.Erased _ -> this;
            case Content.Spoken spoken ->
                    switch (change) {
                        case Change.Erased _ -> with(new Content.Erased(), change.upTo());
                        case Change.Altered altered -> with(spoken.with(altered), change.upTo());
                    };
        };
    }

    /** Not erased. */
    public boolean isSpoken() {
        return content instanceof Content.Spoken;
    }

    private Message with(Content next, Position changed) {
        return new Message(id, room, position, sender, clientId, replyTo, sentAt, next, changed);
    }
}
