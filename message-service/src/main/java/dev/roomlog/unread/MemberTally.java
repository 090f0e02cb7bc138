package dev.roomlog.unread;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;

/**
 * What a member has read in a room, and where it was mentioned.
 *
 * @param key room and member
 * @param read the marker: all up to here is read
 * @param upTo how far the room's log is counted into {@code mentions}
 * @param mentions the newest, also those read
 */
public record MemberTally(RoomKey key, Position read, Position upTo, Newest mentions) {

    static MemberTally none(RoomKey key) {
        return new MemberTally(key, RoomTally.NOTHING, RoomTally.NOTHING, Newest.NONE);
    }
}
