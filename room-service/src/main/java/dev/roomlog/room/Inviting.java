package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import java.util.Optional;
import java.util.Set;

/** Bringing another member into a room: by whoever is in it, or by staff where the rule says so. */
public final class Inviting {

    private final Rooms rooms;
    private final Members members;

    public Inviting(Rooms rooms, Members members) {
        this.rooms = rooms;
        this.members = members;
    }

    public Decision invite(RoomId room, MemberId caller, MemberId invited) {
        boolean exists = members.existing(Set.of(invited)).contains(invited);
        return rooms.change(room, caller, state -> judge(state, caller, invited, exists));
    }

    private static Decision judge(
            RoomInChange state, MemberId caller, MemberId invited, boolean exists) {
        Optional<Membership> mine = state.present(caller);
        if (mine.isEmpty()) {
            return new Decision.Refused(Strangers.rejection(state.room()));
        }
        if (state.room().kind() == RoomKind.DIRECT) {
            return new Decision.Refused(new RoomRejection.Forbidden());
        }
        if (state.room().rules().entry() == RoomRules.Entry.ADMINS
                && !mine.get().role().isStaff()) {
            return new Decision.Refused(new RoomRejection.AdminsOnly());
        }
        if (!exists) {
            return new Decision.Refused(new RoomRejection.UnknownMember());
        }
        Optional<Membership> theirs = state.membership(invited);
        if (theirs.isPresent() && theirs.get().isIn()) {
            return new Decision.Unchanged(theirs.get());
        }
        if (theirs.isPresent() && theirs.get().status() == MembershipStatus.BANNED) {
            return new Decision.Refused(new RoomRejection.Banned());
        }
        return new Decision.Changed(Membership.of(invited, Role.MEMBER));
    }
}
