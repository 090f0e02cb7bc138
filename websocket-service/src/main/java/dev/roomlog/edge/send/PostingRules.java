package dev.roomlog.edge.send;

import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipTimes;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.PostingRule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a member of a room may post in it now: muted, then the posting rule, then slow mode. */
final class PostingRules {

    /** What the contract allows, in seconds; the log is followed for no longer. */
    private static final long MAX_SLOW_MODE = 300;

    private PostingRules() {}

    static Optional<RefusalCode> refusalOf(Access.Granted access, Instant now) {
        var membership = access.membership();
        if (MembershipTimes.isMuted(membership, now)) {
            return Optional.of(RefusalCode.MUTED);
        }
        // Everyone may post only where the room says so in words this release knows.
        boolean open = access.room().getPosting() == PostingRule.POSTING_RULE_EVERYONE;
        return isStaff(access) || open
                ? Optional.empty()
                : Optional.of(RefusalCode.POSTING_RESTRICTED);
    }

    /** How long the member must leave between two posts; zero when it need not. */
    static Duration slowMode(Access.Granted access) {
        return isStaff(access)
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(access.room().getSlowModeSeconds(), MAX_SLOW_MODE));
    }

    private static boolean isStaff(Access.Granted access) {
        return switch (access.membership().getRole()) {
            case ROLE_OWNER, ROLE_MODERATOR -> true;
            case ROLE_MEMBER, ROLE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
