package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import java.util.Optional;
import java.util.Set;

/** Entering a public room by oneself. */
public final class Joining {

    private final Rooms rooms;
    private final Members members;

    public Joining(Rooms rooms, Members members) {
        this.rooms = rooms;
        this.members = members;
    }

    public Decision join(RoomId room, MemberId caller) {
        if (!members.existing(Set.of(caller)).contains(caller)) {
            return new Decision.Refused(new RoomRejection.UnknownMember());
        }
        return rooms.change(room, caller, state -> judge(state, caller));
    }

    private static Decision judge(RoomInChange state, MemberId caller) {
        Optional<Membership> mine = state.membership(caller);
        if (mine.isPresent() && mine.get().isIn()) {
            return new Decision.Unchanged(mine.get());
        }
        if (state.room().kind() != RoomKind.PUBLIC) {
            return new Decision.Refused(new RoomRejection.NotFound());
        }
        if (mine.isPresent() && mine.get().status() == MembershipStatus.BANNED) {
            return new Decision.Refused(new RoomRejection.Banned());
        }
        if (state.room().rules().entry() == RoomRules.Entry.ADMINS) {
            return new Decision.Refused(new RoomRejection.AdminsOnly());
        }
        return new Decision.Changed(Membership.of(caller, Role.MEMBER));
    }
}
