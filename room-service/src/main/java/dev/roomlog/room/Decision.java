package dev.roomlog.room;

import dev.roomlog.events.MemberId;

/** What is to become of a room. */
public sealed interface Decision {

    /** Nothing is kept, and no version is taken. */
    record Refused(RoomRejection why) implements Decision {}

    /**
     * It already is as wanted: no version is taken.
     *
     * @param membership of whom it was about; the caller's where it was about the room
     */
    record Unchanged(Membership membership) implements Decision {}

    /** The membership's new state. */
    record Changed(Membership membership) implements Decision {}

    /** The room's new state. */
    record RoomChanged(Room room) implements Decision {}

    /** It is gone for everybody, and for ever. */
    record RoomDeleted() implements Decision {}

    /** It is out of one member's sight until the next message; nobody is told, no version taken. */
    record Hidden(MemberId from) implements Decision {}
}
