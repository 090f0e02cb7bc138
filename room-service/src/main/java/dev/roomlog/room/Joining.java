package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import java.time.Clock;
import java.util.Set;

/** Entering a public room by oneself. */
public final class Joining {

    private final Rooms rooms;
    private final Members members;
    private final Clock clock;

    public Joining(Rooms rooms, Members members, Clock clock) {
        this.rooms = rooms;
        this.members = members;
        this.clock = clock;
    }

    /**
     * @param trusted an administrator or a service, whom the entry rule lets in
     */
    public Decision join(RoomId room, MemberId caller, boolean trusted) {
        if (!members.existing(Set.of(caller)).contains(caller)) {
            return new Decision.Refused(new RoomRejection.UnknownMember());
        }
        return rooms.change(room, caller, state -> judge(state, caller, trusted));
    }

    private Decision judge(RoomInChange state, MemberId caller, boolean trusted) {
        Membership mine = state.membership(caller);
        if (mine.isIn()) {
            return new Decision.Unchanged(mine);
        }
        if (state.room().kind() != RoomKind.PUBLIC) {
            return new Decision.Refused(new RoomRejection.NotFound());
        }
        if (mine.isKeptOut(clock.instant())) {
            return new Decision.Refused(new RoomRejection.Banned());
        }
        if (state.room().rules().entry() == RoomRules.Entry.ADMINS && !trusted) {
            return new Decision.Refused(new RoomRejection.AdminsOnly());
        }
        return new Decision.Changed(mine.in(Role.MEMBER));
    }
}
