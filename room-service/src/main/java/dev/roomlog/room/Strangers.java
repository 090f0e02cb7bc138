package dev.roomlog.room;

/** What someone who is not in a room is told when they try something in it. */
final class Strangers {

    private Strangers() {}

    static RoomRejection rejection(Room room) {
        return room.kind() == RoomKind.PUBLIC
                ? new RoomRejection.NotAMember()
                : new RoomRejection.NotFound();
    }
}
