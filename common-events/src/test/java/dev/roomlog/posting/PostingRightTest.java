package dev.roomlog.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class PostingRightTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final RoomState.Builder room =
            RoomState.newBuilder().setPosting(PostingRule.POSTING_RULE_EVERYONE);
    private final MembershipState.Builder membership =
            MembershipState.newBuilder().setRole(Role.ROLE_MEMBER);

    @Test
    void everyonePostsInAnOpenRoomAndOnlyStaffInAnother() {
        assertThat(right().refusal(NOW)).isEmpty();

        for (PostingRule rule :
                new PostingRule[] {
                    PostingRule.POSTING_RULE_STAFF, PostingRule.POSTING_RULE_UNSPECIFIED
                }) {
            room.setPosting(rule);
            membership.setRole(Role.ROLE_MEMBER);
            assertThat(right().refusal(NOW)).contains(RefusalCode.POSTING_RESTRICTED);
            membership.setRole(Role.ROLE_MODERATOR);
            assertThat(right().refusal(NOW)).isEmpty();
        }
    }

    @Test
    void aRuleOrRoleOfALaterReleaseGrantsNothing() {
        room.setPostingValue(99);
        membership.setRoleValue(99);

        assertThat(right().refusal(NOW)).contains(RefusalCode.POSTING_RESTRICTED);
    }

    @Test
    void aMuteSilencesStaffTooUntilItEnds() {
        membership.setRole(Role.ROLE_OWNER);
        membership.setMutedUntil(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()));

        assertThat(right().refusal(NOW.minusMillis(1))).contains(RefusalCode.MUTED);
        assertThat(right().refusal(NOW)).isEmpty();
    }

    @Test
    void slowModeIsForThoseWhoAreNotStaffAndNeverBeyondItsLimit() {
        room.setSlowModeSeconds(30);
        assertThat(right().pause()).isEqualTo(Duration.ofSeconds(30));

        room.setSlowModeSeconds(-1);
        assertThat(right().pause()).isEqualTo(Duration.ofMinutes(5));

        membership.setRole(Role.ROLE_OWNER);
        assertThat(right().pause()).isZero();
    }

    private PostingRight right() {
        return PostingRight.of(room.build(), membership.build());
    }
}
