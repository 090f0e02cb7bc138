package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountState;

/**
 * Tells the other services. Called within the transaction of the change; what is told is as durable
 * as the change, and not told when it is rolled back. Order: as called, within a room.
 */
public interface RoomEvents {

    void roomChanged(Room room, long version);

    /** The room's last state, and in its log the end of its history. */
    void roomDeleted(Room room, long version, MemberId by);

    /**
     * @param account as it stands, locked against change until the end of the transaction
     */
    void membershipChanged(
            RoomId room, Membership membership, AccountState account, long version, MemberId by);

    /** All this member said in the room is to be forgotten. */
    void authorErased(RoomId room, MemberId author);
}
