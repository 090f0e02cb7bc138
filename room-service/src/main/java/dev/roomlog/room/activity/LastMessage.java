package dev.roomlog.room.activity;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.text.Preview;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * A room's last message.
 *
 * @param preview null when its text is gone for ever
 * @param lastChange the position of the event that made it so: what is not after that is known
 */
public record LastMessage(
        RoomId room,
        Position position,
        Instant at,
        MemberId sender,
        MessageId message,
        @Nullable String preview,
        Position lastChange) {

    /** What an event makes of it; empty when that is nothing. The room's end is not asked here. */
    static Optional<LastMessage> after(@Nullable LastMessage known, RoomLogEvent event) {
        if (known != null && !event.position().isAfter(known.lastChange)) {
            return Optional.empty();
        }
        return switch (event) {
            // The first record of a message is the one that counts.
            case RoomLogEvent.Posted posted
                    when known == null || !posted.message().equals(known.message) ->
                    Optional.of(
                            new LastMessage(
                                    posted.room(),
                                    posted.position(),
                                    posted.at(),
                                    posted.sender(),
                                    posted.message(),
                                    Preview.of(posted.text()),
                                    posted.position()));
            case RoomLogEvent.Edited edited
                    when known != null
                            && edited.message().equals(known.message)
                            && known.preview != null ->
                    Optional.of(known.with(Preview.of(edited.text()), edited));
            case RoomLogEvent.Deleted deleted
                    when known != null && deleted.message().equals(known.message) ->
                    Optional.of(known.with(null, deleted));
            case RoomLogEvent.AuthorErased erased
                    when known != null && erased.author().equals(known.sender) ->
                    Optional.of(known.with(null, erased));
            case RoomLogEvent.Posted _,
                    RoomLogEvent.Edited _,
                    RoomLogEvent.Deleted _,
                    RoomLogEvent.AuthorErased _,
                    RoomLogEvent.RoomDeleted _ ->
                    Optional.empty();
        };
    }

    private LastMessage with(@Nullable String changed, RoomLogEvent by) {
        return new LastMessage(room, position, at, sender, message, changed, by.position());
    }
}
