package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

/** Ending a room, with its history, for everybody. */
public final class RoomDeletion {

    private final Rooms rooms;

    public RoomDeletion(Rooms rooms) {
        this.rooms = rooms;
    }

    public Decision delete(RoomId room, MemberId caller) {
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.ranked(
                                state,
                                caller,
                                mine ->
                                        mine.role() == Role.OWNER
                                                ? new Decision.RoomDeleted()
                                                : new Decision.Refused(
                                                        new RoomRejection.Forbidden())));
    }
}
