package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

/** Leaving a room, or being removed from it by staff. */
public final class Leaving {

    private final Rooms rooms;

    public Leaving(Rooms rooms) {
        this.rooms = rooms;
    }

    /** A DIRECT room is never left, only put out of sight. */
    public Decision leave(RoomId room, MemberId caller) {
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.present(
                                state,
                                caller,
                                mine -> {
                                    if (state.room().kind() == RoomKind.DIRECT) {
                                        return new Decision.Hidden(caller);
                                    }
                                    return state.isLastOwner(mine)
                                            ? new Decision.Refused(new RoomRejection.LastOwner())
                                            : new Decision.Changed(mine.left());
                                }));
    }

    public Decision remove(RoomId room, MemberId caller, MemberId removed) {
        if (removed.equals(caller)) {
            return leave(room, caller);
        }
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.over(
                                removed,
                                state,
                                caller,
                                theirs ->
                                        theirs.isIn()
                                                ? new Decision.Changed(theirs.left())
                                                : new Decision.Refused(
                                                        new RoomRejection.UnknownMember())));
    }
}
