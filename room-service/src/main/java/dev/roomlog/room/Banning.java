package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeping a member out of a room, also one who never was in it. */
public final class Banning {

    private final Rooms rooms;
    private final Members members;

    public Banning(Rooms rooms, Members members) {
        this.rooms = rooms;
        this.members = members;
    }

    /**
     * @param until absent: for ever. Its passing only permits to enter again.
     */
    public Decision ban(RoomId room, MemberId caller, MemberId banned, @Nullable Instant until) {
        boolean exists = members.existing(Set.of(banned)).contains(banned);
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.over(
                                banned,
                                state,
                                caller,
                                theirs -> {
                                    if (!exists) {
                                        return new Decision.Refused(
                                                new RoomRejection.UnknownMember());
                                    }
                                    Membership now = theirs.banned(until);
                                    return now.equals(theirs)
                                            ? new Decision.Unchanged(now)
                                            : new Decision.Changed(now);
                                }));
    }

    /** Who is not banned, stays so. */
    public Decision lift(RoomId room, MemberId caller, MemberId banned) {
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.over(
                                banned,
                                state,
                                caller,
                                theirs ->
                                        theirs.isBanned()
                                                ? new Decision.Changed(theirs.left())
                                                : new Decision.Unchanged(theirs)));
    }

    /** Why the caller may not see who is banned; absent: it may. */
    public Optional<RoomRejection> hidesListFrom(RoomId room, MemberId caller) {
        Optional<Room> found = rooms.find(room);
        if (found.isEmpty()) {
            return Optional.of(new RoomRejection.NotFound());
        }
        Optional<Membership> mine = rooms.membership(room, caller).filter(Membership::isIn);
        if (mine.isEmpty()) {
            return Optional.of(Standing.stranger(found.get()));
        }
        return mine.get().role().isStaff()
                ? Optional.empty()
                : Optional.of(new RoomRejection.Forbidden());
    }
}
