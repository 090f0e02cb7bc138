package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** Rooms and memberships in words. */
public final class States {

    public static final Membership.Presence IN = new Membership.Presence.In();
    public static final Membership.Presence OUT = new Membership.Presence.Out();

    private States() {}

    /** Everyone may post in it. */
    public static KnownRoom aRoom(RoomId room, KnownRoom.Kind kind) {
        return new KnownRoom(room, true, kind, true, Duration.ZERO, 1);
    }

    static KnownRoom aRoom(RoomId room, boolean active, boolean isPublic, long version) {
        KnownRoom.Kind kind = isPublic ? KnownRoom.Kind.PUBLIC : KnownRoom.Kind.PRIVATE;
        return new KnownRoom(room, active, kind, true, Duration.ZERO, version);
    }

    /** In it, not staff, not muted. */
    public static Membership aMember(RoomId room, MemberId member) {
        return new Membership(room, member, IN, true, null, false, null, 2);
    }

    public static Membership staff(RoomId room, MemberId member) {
        return new Membership(room, member, IN, true, null, true, null, 2);
    }

    public static Membership muted(RoomId room, MemberId member, Instant until) {
        return new Membership(room, member, IN, true, null, false, until, 3);
    }

    public static Membership of(
            RoomId room,
            MemberId member,
            Membership.Presence presence,
            boolean accountActive,
            @Nullable Instant tokensNotBefore,
            long version) {
        return new Membership(
                room, member, presence, accountActive, tokensNotBefore, false, null, version);
    }
}
