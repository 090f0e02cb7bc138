package dev.roomlog.edge.membership;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;

import java.time.Instant;

/** What a membership says about time, and what time makes of it. */
public final class MembershipTimes {

    private MembershipTimes() {}

    /** A ban that has ended only permits joining again. */
    static boolean isBanned(MembershipState membership, Instant now) {
        return membership.getStatus() == MembershipStatus.MEMBERSHIP_STATUS_BANNED
                && (!membership.hasBannedUntil()
                        || now.isBefore(instant(membership.getBannedUntil())));
    }

    /** The account is not active, or signing out everywhere made tokens from before void. */
    public static boolean isVoid(MembershipState membership, Instant tokenIssuedAt) {
        return membership.getAccount() != AccountStatus.ACCOUNT_STATUS_ACTIVE
                || (membership.hasTokensNotBefore()
                        && tokenIssuedAt.isBefore(instant(membership.getTokensNotBefore())));
    }

    /** Whether there can be a token that it makes void. */
    static boolean canVoid(MembershipState membership) {
        return membership.hasTokensNotBefore()
                || membership.getAccount() != AccountStatus.ACCOUNT_STATUS_ACTIVE;
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
