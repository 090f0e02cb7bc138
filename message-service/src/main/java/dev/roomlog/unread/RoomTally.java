package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.List;

/**
 * What a room adds to the counts of its members.
 *
 * @param upTo how far the room's log is counted in here
 * @param last where the last message stands, deleted or not
 * @param messages the newest that are not deleted
 * @param strays the newest mentions, at most {@value Newest#LIMIT}, of who was not known as a
 *     member: perhaps one who had joined a moment before, perhaps nobody
 */
public record RoomTally(
        RoomId room, Position upTo, Position last, Newest messages, List<Stray> strays) {

    static final Position NOTHING = new Position(0);

    /** A mention of somebody who was not known. */
    public record Stray(MemberId member, Position at) {}

    public RoomTally {
        strays = List.copyOf(strays);
    }

    static RoomTally none(RoomId room) {
        return new RoomTally(room, NOTHING, NOTHING, Newest.NONE, List.of());
    }
}
