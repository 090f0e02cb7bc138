package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A member's standing in a room.
 *
 * @param presence whether the member is in it
 * @param accountActive false for one disabled, erased, or in a state this release does not know
 * @param tokensNotBefore tokens issued earlier are void; null: none is
 * @param staff whether the role is one of STAFF
 * @param mutedUntil null when not muted
 */
public record Membership(
        RoomId room,
        MemberId member,
        Presence presence,
        boolean accountActive,
        @Nullable Instant tokensNotBefore,
        boolean staff,
        @Nullable Instant mutedUntil,
        long version) {

    /** Whether a member is in a room. */
    public sealed interface Presence {

        record In() implements Presence {}

        /** Left, or a status this release does not know. */
        record Out() implements Presence {}

        /**
         * @param until when joining is permitted again; null: never
         */
        record Banned(@Nullable Instant until) implements Presence {}
    }

    public boolean inRoom() {
        return presence instanceof Presence.In;
    }

    /** A ban that has ended only permits joining again. */
    boolean isBanned(Instant now) {
        return presence instanceof Presence.Banned(Instant until)
                && (until == null || now.isBefore(until));
    }

    /** Says so whether or not the member is still in the room: it is about the account. */
    public boolean voids(Instant tokenIssuedAt) {
        return !accountActive
                || (tokensNotBefore != null && tokenIssuedAt.isBefore(tokensNotBefore));
    }
}
