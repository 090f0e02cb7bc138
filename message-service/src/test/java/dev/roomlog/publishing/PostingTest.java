package dev.roomlog.publishing;

import static dev.roomlog.publishing.LogAndHistory.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.membership.InMemoryMemberships;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.MembershipChanges;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.membership.States;
import dev.roomlog.message.CatchingUp;
import dev.roomlog.posting.Draft;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.test.StepVerifier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

class PostingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final MemberId ANNA = new MemberId("anna");

    private final RoomId room = RoomId.random();
    private final LogAndHistory all = new LogAndHistory();
    private final InMemoryMemberships memberships = new InMemoryMemberships();
    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return all.now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }
            };
    private final Posting posting = posting(new Publishing.Limits(1, 5, 2));

    @BeforeEach
    void annaIsInAnOpenRoom() {
        room(true, Duration.ZERO);
        member(States.aMember(room, ANNA));
    }

    @Test
    void appendsAndSaysWhereItStands() {
        assertThat(post(named("one"))).isEqualTo(done("one", 0));
        assertThat(post(named("two"))).isEqualTo(done("two", 1));

        assertThat(all.log.getFirst().getPosted().getSenderId()).isEqualTo("anna");
        assertThat(all.log.getFirst().getPosted().getClientMessageId()).isEqualTo("one");
        assertThat(all.log.getFirst().getPosted().getText()).isEqualTo("text");
    }

    @Test
    void doesNotWaitForHistoryWithoutAClientMessageId() {
        all.applies = false;

        assertThat(post(anonymous())).isInstanceOf(Outcome.Done.class);
        assertThat(post(anonymous())).isInstanceOf(Outcome.Done.class);

        assertThat(all.log)
                .extracting(event -> event.getPosted().getMessageId())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void answersARepetitionWithTheFirstPositionWhateverElseIsWrongByNow() {
        post(named("one"));
        member(States.muted(room, ANNA, all.now.plusSeconds(9)));

        assertThat(post(named("one"))).isEqualTo(done("one", 0));
        assertThat(post(named("two"))).isEqualTo(refused(RefusalCode.MUTED));
        assertThat(all.log).hasSize(1);
    }

    @Test
    void tellsAVoidTokenNothing() {
        post(named("one"));
        member(new Membership(room, ANNA, States.IN, true, all.now.plusMillis(1), false, null, 7));

        assertThat(post(named("one"))).isEqualTo(refused(RefusalCode.UNAUTHORIZED));
    }

    @Test
    void waitsForHistoryBecauseAnEdgeMayHaveBeenFirst() {
        all.applies = false;
        // Through an edge a moment ago: in the log, not in history.
        Draft draft = named("one");
        all.append(room, draft.postedBy(ANNA, id("one"))).block(SOON);

        StepVerifier.create(posting.post(author(), room, draft))
                .expectSubscription()
                .expectNoEvent(PATIENCE.dividedBy(2))
                .then(all::catchUp)
                .expectNext(done("one", 0))
                .expectComplete()
                .verify(SOON);
        assertThat(all.log).hasSize(2);
    }

    @Test
    void tellsTheMentionedOnceOfTheFirst() {
        post(named("one"));
        post(named("one"));
        all.applies = false;
        // Through an edge a moment ago, and told by it.
        all.append(room, named("two").postedBy(ANNA, id("two"))).block(SOON);
        StepVerifier.create(posting.post(author(), room, named("two")))
                .expectSubscription()
                .expectNoEvent(PATIENCE.dividedBy(2))
                .then(all::catchUp)
                .expectNext(done("two", 1))
                .expectComplete()
                .verify(SOON);

        assertThat(all.told).containsExactly(LogAndHistory.position(0));
    }

    @Test
    void saysSoWhereItDoesNotLearnTheFirstPosition() {
        all.applies = false;

        assertThat(post(named("one")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(RefusalCode.HISTORY_DELAYED);
                            assertThat(refused.detail()).contains("is in the log");
                        });
        all.catchUp();
        assertThat(post(named("one"))).isEqualTo(done("one", 0));
    }

    @Test
    void doesNotKnowTheOutcomeWithoutAnAcknowledgement() {
        all.acknowledges = false;

        assertThat(post(named("one"))).isEqualTo(refused(RefusalCode.OUTCOME_UNKNOWN));
        assertThat(post(named("one"))).isEqualTo(done("one", 0));
    }

    @Test
    void refusesAnIdTooOldToBeRecognised() {
        String old = "01900000-0000-7000-8000-000000000000";

        assertThat(post(named(old))).isEqualTo(refused(RefusalCode.STALE_MESSAGE_ID));
    }

    @Test
    void refusesWhoMayNotPost() {
        room(false, Duration.ZERO);
        assertThat(post(anonymous())).isEqualTo(refused(RefusalCode.POSTING_RESTRICTED));

        Author stranger = new Author(new MemberId("eve"), all.now);
        assertThat(Objects.requireNonNull(posting.post(stranger, room, anonymous()).block(SOON)))
                .isEqualTo(refused(RefusalCode.NOT_A_MEMBER));
        assertThat(all.log).isEmpty();
    }

    @Test
    void boundsTheRateOfAMember() {
        for (int i = 0; i < 5; i++) {
            assertThat(post(anonymous())).isInstanceOf(Outcome.Done.class);
        }

        assertThat(post(anonymous()))
                .isEqualTo(Outcome.Refused.after(RefusalCode.RATE_LIMITED, Duration.ofSeconds(1)));
    }

    @Test
    void boundsWhatIsInFlight() {
        Posting narrow = posting(new Publishing.Limits(100, 100, 0));

        assertThat(narrow.post(author(), room, anonymous()).block(SOON))
                .isEqualTo(refused(RefusalCode.OVERLOADED));
        assertThat(all.log).isEmpty();
    }

    @Test
    void slowModeCountsFromTheMembersLastMessageInTheLog() {
        room(true, Duration.ofSeconds(30));

        assertThat(post(named("one"))).isEqualTo(done("one", 0));
        all.now = all.now.plusSeconds(12);
        assertThat(post(named("two")))
                .isEqualTo(Outcome.Refused.after(RefusalCode.SLOW_MODE, Duration.ofSeconds(18)));
        assertThat(post(named("one"))).isEqualTo(done("one", 0));
        all.now = all.now.plusSeconds(18);
        assertThat(post(named("two"))).isEqualTo(done("two", 1));
    }

    @Test
    void slowModeSeesWhatHistoryHasNotAppliedYet() {
        room(true, Duration.ofSeconds(30));
        all.applies = false;
        all.append(room, named("through an edge").postedBy(ANNA, id("edge"))).block(SOON);

        assertThat(post(anonymous())).isEqualTo(refused(RefusalCode.HISTORY_DELAYED));
        all.catchUp();
        assertThat(post(anonymous()))
                .isEqualTo(Outcome.Refused.after(RefusalCode.SLOW_MODE, Duration.ofSeconds(30)));
    }

    @Test
    void slowModeFindsTheMembersMessageBehindManyOfOthers() {
        room(true, Duration.ofSeconds(30));
        post(named("one"));
        for (int i = 0; i < 450; i++) {
            MessageId id = MessageId.random();
            all.append(room, anonymous().postedBy(new MemberId("b" + i), id)).block(SOON);
        }

        assertThat(post(named("two")))
                .isEqualTo(Outcome.Refused.after(RefusalCode.SLOW_MODE, Duration.ofSeconds(30)));
    }

    private Posting posting(Publishing.Limits limits) {
        return new Posting(
                new RoomAccess(memberships, new MembershipChanges(), PATIENCE, clock),
                all.messages,
                new CatchingUp(all, all.ends(), PATIENCE),
                new Publishing(all, limits),
                clock,
                Duration.ofMinutes(5));
    }

    private Outcome post(Draft draft) {
        return Objects.requireNonNull(posting.post(author(), room, draft).block(SOON));
    }

    private Author author() {
        return new Author(ANNA, Instant.parse("2026-11-21T12:00:00Z"));
    }

    private void room(boolean open, Duration slowMode) {
        long version = open && slowMode.isZero() ? 1 : 5;
        memberships
                .applyRooms(
                        List.of(
                                new KnownRoom(
                                        room,
                                        true,
                                        KnownRoom.Kind.PUBLIC,
                                        open,
                                        slowMode,
                                        version)))
                .block(SOON);
    }

    private void member(Membership membership) {
        memberships.applyMemberships(List.of(membership)).block(SOON);
    }

    private static Draft named(String clientId) {
        return draft(ClientMessageId.parse(clientId.replace(' ', '-')));
    }

    private static Draft anonymous() {
        return draft(Optional.empty());
    }

    private static Draft draft(Optional<ClientMessageId> clientId) {
        return new Draft(new MessageText("text"), clientId, Optional.empty(), List.of());
    }

    private MessageId id(String clientId) {
        return MessageId.derive(room, ANNA, new ClientMessageId(clientId));
    }

    private Outcome done(String clientId, long offset) {
        return new Outcome.Done(id(clientId), position(offset));
    }

    private static Outcome refused(RefusalCode code) {
        return Outcome.Refused.of(code);
    }
}
