package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Set;

/**
 * Bringing another member into a room: by whoever is in it, or by staff where the rule says so. Who
 * is in it already may be given another role.
 */
public final class Inviting {

    private final Rooms rooms;
    private final Members members;
    private final Clock clock;

    public Inviting(Rooms rooms, Members members, Clock clock) {
        this.rooms = rooms;
        this.members = members;
        this.clock = clock;
    }

    /**
     * @param trusted the caller is an administrator or a service: the entry rule lets it bring
     *     others
     * @param role absent: whichever the invited has, else MEMBER
     */
    public Decision invite(
            RoomId room, MemberId caller, boolean trusted, MemberId invited, @Nullable Role role) {
        boolean exists = members.existing(Set.of(invited)).contains(invited);
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.ranked(
                                state,
                                caller,
                                mine -> {
                                    Membership theirs = state.membership(invited);
                                    if (theirs.isIn()) {
                                        return RoleChange.judge(state, mine, theirs, role);
                                    }
                                    boolean may =
                                            state.room().rules().entry() == RoomRules.Entry.EVERYONE
                                                    || mine.role().isStaff()
                                                    || trusted;
                                    return may
                                            ? enter(mine, theirs, role, exists)
                                            : new Decision.Refused(new RoomRejection.AdminsOnly());
                                }));
    }

    private Decision enter(
            Membership mine, Membership theirs, @Nullable Role role, boolean exists) {
        Role given = role == null ? Role.MEMBER : role;
        if (given != Role.MEMBER && mine.role() != Role.OWNER) {
            return new Decision.Refused(new RoomRejection.Forbidden());
        }
        if (!exists) {
            return new Decision.Refused(new RoomRejection.UnknownMember());
        }
        if (theirs.isKeptOut(clock.instant())) {
            return new Decision.Refused(new RoomRejection.Banned());
        }
        return new Decision.Changed(theirs.in(given));
    }
}
