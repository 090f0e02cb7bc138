package dev.roomlog.room;

/** What is to become of a room. */
public sealed interface Decision {

    /** Nothing is kept, and no version is taken. */
    record Refused(RoomRejection why) implements Decision {}

    /** It already is as wanted. */
    record Unchanged(Membership membership) implements Decision {}

    /** The membership's new state. */
    record Changed(Membership membership) implements Decision {}
}
