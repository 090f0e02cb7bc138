package dev.roomlog.edge.send;

import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipTimes;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;

import java.time.Instant;
import java.util.Optional;

/** Whether a member of a room may post in it now: muted, then the room's posting rule. */
final class PostingRules {

    private PostingRules() {}

    static Optional<RefusalCode> refusalOf(Access.Granted access, Instant now) {
        var membership = access.membership();
        if (MembershipTimes.isMuted(membership, now)) {
            return Optional.of(RefusalCode.MUTED);
        }
        boolean staff =
                membership.getRole() == Role.ROLE_OWNER
                        || membership.getRole() == Role.ROLE_MODERATOR;
        // Everyone may post only where the room says so in words this release knows.
        boolean open = access.room().getPosting() == PostingRule.POSTING_RULE_EVERYONE;
        return staff || open ? Optional.empty() : Optional.of(RefusalCode.POSTING_RESTRICTED);
    }
}
