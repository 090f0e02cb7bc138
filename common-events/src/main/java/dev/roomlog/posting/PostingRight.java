package dev.roomlog.posting;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What counts when a member of a room wants to post in it.
 *
 * @param staff whether the member is STAFF of the room
 * @param open whether everyone may post in it
 * @param slowMode the room's least time between two posts of a member who is not staff; zero: none
 * @param mutedUntil null when the member is not muted
 */
public record PostingRight(
        boolean staff, boolean open, Duration slowMode, @Nullable Instant mutedUntil) {

    /** What the contract allows, in seconds; no log is searched for longer. */
    private static final int MAX_SLOW_MODE = 300;

    public static PostingRight of(RoomState room, MembershipState membership) {
        return new PostingRight(
                isStaff(membership.getRole()),
                isOpen(room),
                slowMode(room),
                membership.hasMutedUntil() ? instant(membership.getMutedUntil()) : null);
    }

    public static boolean isStaff(Role role) {
        return switch (role) {
            case ROLE_OWNER, ROLE_MODERATOR -> true;
            case ROLE_MEMBER, ROLE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    /** Everyone may post only where the room says so in words this release knows. */
    public static boolean isOpen(RoomState room) {
        return room.getPosting() == PostingRule.POSTING_RULE_EVERYONE;
    }

    public static Duration slowMode(RoomState room) {
        return Duration.ofSeconds(
                Math.min(Integer.toUnsignedLong(room.getSlowModeSeconds()), MAX_SLOW_MODE));
    }

    /** Muted, then the posting rule. */
    public Optional<RefusalCode> refusal(Instant now) {
        if (isMuted(now)) {
            return Optional.of(RefusalCode.MUTED);
        }
        return staff || open ? Optional.empty() : Optional.of(RefusalCode.POSTING_RESTRICTED);
    }

    public boolean isMuted(Instant now) {
        return mutedUntil != null && now.isBefore(mutedUntil);
    }

    /** How long the member must leave between two posts; zero when it need not. */
    public Duration pause() {
        return staff ? Duration.ZERO : slowMode;
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
