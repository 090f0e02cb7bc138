package dev.roomlog.edge.membership;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.v1.MembershipState;

import java.time.Instant;

/** What a membership says about time. */
public final class MembershipTimes {

    private MembershipTimes() {}

    public static boolean isMuted(MembershipState membership, Instant now) {
        return membership.hasMutedUntil() && now.isBefore(instant(membership.getMutedUntil()));
    }

    /** Signing out everywhere made tokens from before void. */
    public static boolean isVoid(MembershipState membership, Instant tokenIssuedAt) {
        return membership.hasTokensNotBefore()
                && tokenIssuedAt.isBefore(instant(membership.getTokensNotBefore()));
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
