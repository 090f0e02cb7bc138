package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Silencing somebody who is in the room. It is not ended by leaving. */
public final class Muting {

    private final Rooms rooms;

    public Muting(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * @param until absent: for ever
     */
    public Decision mute(RoomId room, MemberId caller, MemberId muted, @Nullable Instant until) {
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.over(
                                muted,
                                state,
                                caller,
                                theirs ->
                                        theirs.isIn()
                                                ? become(
                                                        theirs,
                                                        until == null ? Membership.FOREVER : until)
                                                : new Decision.Refused(
                                                        new RoomRejection.UnknownMember())));
    }

    /** Also of one who left meanwhile. Who is not muted, stays so. */
    public Decision lift(RoomId room, MemberId caller, MemberId muted) {
        return rooms.change(
                room,
                caller,
                state -> Standing.over(muted, state, caller, theirs -> become(theirs, null)));
    }

    private static Decision become(Membership theirs, @Nullable Instant mutedUntil) {
        Membership now = theirs.muted(mutedUntil);
        return now.equals(theirs) ? new Decision.Unchanged(now) : new Decision.Changed(now);
    }
}
