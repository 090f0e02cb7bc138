package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import java.util.Optional;

/** Leaving a room, or being removed from it by staff of a higher role. */
public final class Leaving {

    private final Rooms rooms;

    public Leaving(Rooms rooms) {
        this.rooms = rooms;
    }

    public Decision leave(RoomId room, MemberId caller) {
        return remove(room, caller, caller);
    }

    public Decision remove(RoomId room, MemberId caller, MemberId removed) {
        return rooms.change(room, caller, state -> judge(state, caller, removed));
    }

    private static Decision judge(RoomInChange state, MemberId caller, MemberId removed) {
        Optional<Membership> mine = state.present(caller);
        if (mine.isEmpty()) {
            return new Decision.Refused(Strangers.rejection(state.room()));
        }
        if (state.room().kind() == RoomKind.DIRECT) {
            return new Decision.Refused(new RoomRejection.Forbidden());
        }
        Optional<Membership> theirs = state.present(removed);
        if (theirs.isEmpty()) {
            return new Decision.Refused(new RoomRejection.UnknownMember());
        }
        boolean self = caller.equals(removed);
        if (!self && !mine.get().role().outranks(theirs.get().role())) {
            return new Decision.Refused(new RoomRejection.Forbidden());
        }
        if (self && mine.get().role() == Role.OWNER && state.owners() == 1) {
            return new Decision.Refused(new RoomRejection.LastOwner());
        }
        return new Decision.Changed(theirs.get().left());
    }
}
