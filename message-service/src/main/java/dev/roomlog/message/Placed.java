package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.List;

/**
 * A stored message without what it says.
 *
 * @param mentions none when it is erased
 */
public record Placed(
        MessageId id,
        RoomId room,
        Position position,
        MemberId sender,
        boolean erased,
        List<MemberId> mentions) {

    public Placed {
        mentions = List.copyOf(mentions);
    }
}
