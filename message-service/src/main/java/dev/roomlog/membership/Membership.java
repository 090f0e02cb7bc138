package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A member's standing in a room.
 *
 * @param inRoom false for one who left, was banned, or has a status this release does not know
 * @param accountActive false for one disabled, erased, or in a state this release does not know
 * @param tokensNotBefore tokens issued earlier are void; null: none is
 */
public record Membership(
        RoomId room,
        MemberId member,
        boolean inRoom,
        boolean accountActive,
        @Nullable Instant tokensNotBefore,
        long version) {

    /** Says so whether or not the member is still in the room: it is about the account. */
    public boolean voids(Instant tokenIssuedAt) {
        return !accountActive
                || (tokensNotBefore != null && tokenIssuedAt.isBefore(tokensNotBefore));
    }
}
