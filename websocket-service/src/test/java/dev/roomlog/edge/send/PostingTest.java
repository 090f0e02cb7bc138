package dev.roomlog.edge.send;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;
import static dev.roomlog.edge.membership.Memberships.out;
import static dev.roomlog.edge.membership.Memberships.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.RoomRecords;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.TokenBucket;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

class PostingTest {

    private static final Instant NOW = KnownPositions.NOW;
    private static final Duration D = Duration.ofMinutes(5);
    private static final Position FIRST = Position.of(1, 7);

    private final RoomId room = RoomId.random();
    private final MemberId alice = new MemberId("alice");
    private final ClientMessageId client = new ClientMessageId("c-1");
    private final MessageId id = MessageId.derive(room, alice, client);
    private final MembershipView memberships =
            new MembershipView(1, Duration.ofMillis(50), Clock.fixed(NOW, ZoneOffset.UTC));
    private final KnownPositions feed = new KnownPositions();
    private final InMemoryMessageLog log = new InMemoryMessageLog();
    private final TokenBucket rate = new TokenBucket(1, 2, System.nanoTime());
    private final Posting posting = posting(1 << 20);

    @BeforeEach
    void aliceIsInAnOpenRoom() {
        memberships.loaded(0);
        memberships.apply(room, aRoom(RoomKind.ROOM_KIND_PUBLIC, 1).build());
        memberships.apply(room, alice, aMember(2).build());
    }

    @Test
    void appendsAndSaysWhereItStands() {
        Draft draft =
                new Draft(
                        text("hello"),
                        Optional.of(client),
                        Optional.of(id),
                        List.of(new MemberId("bob")));

        assertThat(outcome(draft)).isEqualTo(new Posting.Outcome.Durable(id, Position.of(1, 0)));
        assertThat(log.events).hasSize(1);
        var posted = log.events.getFirst().getPosted();
        assertThat(posted.getMessageId()).isEqualTo(id.toBytes());
        assertThat(posted.getSenderId()).isEqualTo("alice");
        assertThat(posted.getClientMessageId()).isEqualTo("c-1");
        assertThat(posted.getText()).isEqualTo("hello");
        assertThat(posted.getReplyTo()).isEqualTo(id.toBytes());
        assertThat(posted.getMentionsList()).containsExactly("bob");
    }

    @Test
    void tellsWhoIsMentionedOnceTheMessageIsDurable() {
        log.acknowledges = false;
        var submission = post(posting, mentioning(Optional.of(client)));
        assertThat(log.told).isEmpty();

        log.unacknowledged.getFirst().complete(FIRST);

        assertThat(submission.outcome()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.told).containsExactly(FIRST);
    }

    @Test
    void tellsNobodyOfARepetitionNorOfWhatIsNotDurable() {
        log.acknowledges = false;
        var repeated = post(posting, mentioning(Optional.of(client)));
        feed.first.put(id, FIRST);
        log.unacknowledged.getFirst().complete(Position.of(1, 9));
        var failed = post(posting, mentioning(Optional.empty()));
        log.unacknowledged.getLast().completeExceptionally(new TimeoutException());

        assertThat(repeated.outcome()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(failed.outcome()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.told).isEmpty();
    }

    private Draft mentioning(Optional<ClientMessageId> clientId) {
        return new Draft(text("hello"), clientId, Optional.empty(), List.of(new MemberId("bob")));
    }

    @Test
    void givesEachSendWithoutAClientIdAnIdOfItsOwn() {
        outcome(anonymous());
        outcome(anonymous());

        assertThat(log.events)
                .extracting(event -> event.getPosted().getMessageId())
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(log.events).allMatch(event -> event.getPosted().getClientMessageId().isEmpty());
    }

    @Test
    void answersAKnownMessageWithItsFirstPositionBeforeAnyOtherCheck() {
        feed.first.put(id, FIRST);
        rate.take(System.nanoTime());
        rate.take(System.nanoTime());
        memberships.apply(room, alice, out(3, MembershipStatus.MEMBERSHIP_STATUS_BANNED).build());

        assertThat(outcome(named())).isEqualTo(new Posting.Outcome.Durable(id, FIRST));
        assertThat(log.events).isEmpty();
    }

    @Test
    void carriesTheFirstPositionWhenAnotherEdgeWasFaster() {
        CompletableFuture<Void> following = new CompletableFuture<>();
        feed.following = following;
        log.acknowledges = false;
        var submission = post(posting, named());
        following.complete(null);
        feed.first.put(id, FIRST);
        log.unacknowledged.getFirst().complete(Position.of(1, 9));

        assertThat(submission.outcome())
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(new Posting.Outcome.Durable(id, FIRST));
    }

    @Test
    void refusesAnIdTooOldToBeToldFromADuplicateBeforeItLooksAnywhere() {
        feed.following = CompletableFuture.failedFuture(new TimeoutException());
        ClientMessageId old = uuid7(NOW.minus(D).minusMillis(1));
        ClientMessageId young = uuid7(NOW.minus(D));

        assertThat(refusal(draft(Optional.of(old)))).isEqualTo(RefusalCode.STALE_MESSAGE_ID);
        feed.following = CompletableFuture.completedFuture(null);
        assertThat(outcome(draft(Optional.of(young)))).isInstanceOf(Posting.Outcome.Durable.class);
    }

    @Test
    void refusesAStranger() {
        memberships.apply(room, alice, out(3, MembershipStatus.MEMBERSHIP_STATUS_LEFT).build());

        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.NOT_A_MEMBER);
        assertThat(log.events).isEmpty();
    }

    @Test
    void refusesAMutedMemberFirstThenByThePostingRule() {
        memberships.apply(
                room,
                aRoom(RoomKind.ROOM_KIND_PUBLIC, 3)
                        .setPosting(PostingRule.POSTING_RULE_STAFF)
                        .build());
        memberships.apply(
                room, alice, aMember(4).setMutedUntil(timestamp(NOW.plusMillis(1))).build());
        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.MUTED);

        memberships.apply(room, alice, aMember(5).setMutedUntil(timestamp(NOW)).build());
        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.POSTING_RESTRICTED);

        memberships.apply(room, alice, aMember(6).setRole(Role.ROLE_MODERATOR).build());
        assertThat(outcome(anonymous())).isInstanceOf(Posting.Outcome.Durable.class);
    }

    @Test
    void restrictsPostingUnderARuleThisReleaseDoesNotKnow() {
        memberships.apply(room, aRoom(RoomKind.ROOM_KIND_PUBLIC, 3).setPostingValue(99).build());

        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.POSTING_RESTRICTED);
    }

    @Test
    void countsOnlyWhatIsOtherwisePermittedAgainstTheRate() {
        memberships.apply(
                room, alice, aMember(3).setMutedUntil(timestamp(NOW.plusSeconds(9))).build());
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(anonymous())).isEqualTo(RefusalCode.MUTED);
        }
        memberships.apply(room, alice, aMember(4).build());

        outcome(anonymous());
        outcome(anonymous());

        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(log.events).hasSize(2);
    }

    @Test
    void refusesASecondPostInSlowModeAndSaysForHowLong() {
        slowMode(30);
        feed.slow.read(postedByAlice(NOW.minusMillis(28_500)));

        assertThat(outcome(anonymous()))
                .isEqualTo(
                        new Posting.Outcome.Refused(
                                RefusalCode.SLOW_MODE, "This room is in slow mode: wait 2 s"));
        assertThat(log.events).isEmpty();

        feed.slow.read(postedByAlice(NOW.minusSeconds(30)));
        assertThat(outcome(anonymous())).isInstanceOf(Posting.Outcome.Durable.class);
    }

    @Test
    void countsASendInFlightInSlowModeUntilItFails() {
        slowMode(30);
        log.acknowledges = false;
        var first = post(posting, anonymous());

        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.SLOW_MODE);

        log.unacknowledged.getFirst().completeExceptionally(new TimeoutException());
        assertThat(refusal(first)).isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        log.acknowledges = true;
        assertThat(outcome(anonymous())).isInstanceOf(Posting.Outcome.Durable.class);
        assertThat(feed.ended).containsExactly(Optional.empty(), Optional.of(Position.of(1, 1)));
    }

    @Test
    void letsARepetitionOfASendInFlightThroughInSlowMode() {
        slowMode(30);
        log.acknowledges = false;
        var first = post(posting, named());
        var again = post(posting, named());
        feed.first.put(id, FIRST);
        log.unacknowledged.forEach(each -> each.complete(FIRST));

        assertThat(first.outcome()).isCompletedWithValue(new Posting.Outcome.Durable(id, FIRST));
        assertThat(again.outcome()).isCompletedWithValue(new Posting.Outcome.Durable(id, FIRST));
    }

    @Test
    void asksForNoTurnOfStaffNorWithoutSlowMode() {
        outcome(anonymous());
        slowMode(30);
        memberships.apply(room, alice, aMember(10).setRole(Role.ROLE_MODERATOR).build());
        outcome(anonymous());
        assertThat(feed.asked).isEmpty();

        memberships.apply(room, alice, aMember(11).build());
        slowMode(4_000);
        outcome(anonymous());
        assertThat(feed.asked).containsExactly(Duration.ofMinutes(5));
    }

    @Test
    void judgesSlowModeAfterThePostingRuleAndBeforeTheRate() {
        slowMode(30);
        feed.slow.read(postedByAlice(NOW));
        rate.take(System.nanoTime());
        rate.take(System.nanoTime());
        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.SLOW_MODE);

        memberships.apply(
                room,
                aRoom(RoomKind.ROOM_KIND_PUBLIC, 40)
                        .setSlowModeSeconds(30)
                        .setPosting(PostingRule.POSTING_RULE_STAFF)
                        .build());
        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.POSTING_RESTRICTED);
    }

    @Test
    void givesTheTurnBackWhenTheRateRefusesIt() {
        slowMode(30);
        rate.take(System.nanoTime());
        rate.take(System.nanoTime());

        assertThat(refusal(anonymous())).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(feed.ended).containsExactly(Optional.empty());
    }

    private void slowMode(int seconds) {
        memberships.apply(
                room,
                aRoom(RoomKind.ROOM_KIND_PUBLIC, 30 + log.events.size())
                        .setSlowModeSeconds(seconds)
                        .build());
    }

    private LogRecord postedByAlice(Instant at) {
        LogRecord record = RoomRecords.posted(0, room, MessageId.random(), "x");
        return RoomRecords.again(record, 0, at.toEpochMilli());
    }

    @Test
    void doesNotKnowTheOutcomeWithoutAnAcknowledgement() {
        log.acknowledges = false;
        var submission = post(posting, anonymous());
        log.unacknowledged.getFirst().completeExceptionally(new TimeoutException());

        assertThat(refusal(submission)).isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
    }

    @Test
    void doesNotKnowTheOutcomeWhileItCannotReadWhereItFirstStood() {
        feed.stuck = new TimeoutException();

        assertThat(refusal(named())).isEqualTo(RefusalCode.OUTCOME_UNKNOWN);
        assertThat(outcome(anonymous())).isInstanceOf(Posting.Outcome.Durable.class);
    }

    @Test
    void isUnavailableWhileTheLogCannotBeFollowed() {
        feed.following = CompletableFuture.failedFuture(new TimeoutException());

        assertThat(refusal(named())).isEqualTo(RefusalCode.SERVICE_UNAVAILABLE);
        assertThat(log.events).isEmpty();
    }

    @Test
    void letsTheNextSendFollowBeforeTheAcknowledgement() {
        log.acknowledges = false;

        var submission = post(posting, named());

        assertThat(submission.submitted()).isDone();
        assertThat(submission.outcome()).isNotDone();
    }

    @Test
    void holdsTheNextSendBackUntilThisOneIsInTheLogsOrder() {
        feed.following = new CompletableFuture<>();

        var submission = post(posting, named());

        assertThat(submission.submitted()).isNotDone();
        feed.following.complete(null);
        assertThat(submission.submitted()).isDone();
    }

    @Test
    void isOverloadedWhileTooManyBytesAreInFlight() {
        Posting small = posting(600);
        log.acknowledges = false;
        var first = post(small, anonymous());

        assertThat(refusal(post(small, anonymous()))).isEqualTo(RefusalCode.OVERLOADED);

        log.unacknowledged.getFirst().complete(Position.of(1, 0));
        assertThat(first.outcome()).isDone();
        log.acknowledges = true;
        assertThat(post(small, anonymous()).outcome())
                .isCompletedWithValueMatching(Posting.Outcome.Durable.class::isInstance);
    }

    private Posting posting(long maxBytesInFlight) {
        return new Posting(
                memberships,
                feed,
                log,
                Runnable::run,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Posting.Limits(D, maxBytesInFlight));
    }

    private Posting.Submission post(Posting to, Draft draft) {
        return to.post(new Posting.Sender(alice, NOW, rate), room, draft);
    }

    private Posting.Outcome outcome(Draft draft) {
        return post(posting, draft)
                .outcome()
                .orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private RefusalCode refusal(Draft draft) {
        return refusal(post(posting, draft));
    }

    private static RefusalCode refusal(Posting.Submission submission) {
        return switch (submission
                .outcome()
                .orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                .join()) {
            case Posting.Outcome.Durable durable -> throw new AssertionError(durable);
            case Posting.Outcome.Refused(RefusalCode code, String _) -> code;
        };
    }

    private Draft named() {
        return draft(Optional.of(client));
    }

    private static Draft anonymous() {
        return draft(Optional.empty());
    }

    private static Draft draft(Optional<ClientMessageId> client) {
        return new Draft(text("x"), client, Optional.empty(), List.of());
    }

    private static MessageText text(String text) {
        return new MessageText(text);
    }

    private static ClientMessageId uuid7(Instant madeAt) {
        long high = madeAt.toEpochMilli() << 16 | 0x7000;
        return new ClientMessageId(new UUID(high, 0x8000_0000_0000_0001L).toString());
    }
}
