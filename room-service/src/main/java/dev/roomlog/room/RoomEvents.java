package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

/**
 * Tells the other services. Called within the transaction of the change; what is told is as durable
 * as the change, and not told when it is rolled back. Order: as called, within a room.
 */
public interface RoomEvents {

    void roomChanged(Room room, long version);

    /** The room's last state, and in its log the end of its history. */
    void roomDeleted(Room room, long version, MemberId by);

    void membershipChanged(RoomId room, Membership membership, long version, MemberId by);
}
