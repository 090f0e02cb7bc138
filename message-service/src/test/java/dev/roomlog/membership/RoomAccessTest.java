package dev.roomlog.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class RoomAccessTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final RoomId room = RoomId.random();
    private final MemberId anna = new MemberId("anna");
    private final InMemoryMemberships memberships = new InMemoryMemberships();
    private final MembershipChanges changes = new MembershipChanges();
    private final RoomAccess access =
            new RoomAccess(
                    memberships, changes, Duration.ofSeconds(2), Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeAll
    static void neverWaitForEver() {
        StepVerifier.setDefaultTimeout(Duration.ofSeconds(20));
    }

    @Test
    void grantsAMemberOfAnActiveRoom() {
        room(true, false);
        member(true, true, null, 2);

        assertThat(now()).isEqualTo(Access.GRANTED);
    }

    @Test
    void refusesATokenFromBeforeSigningOutEverywhere() {
        room(true, false);

        member(true, true, NOW, 2);
        assertThat(now()).isEqualTo(Access.GRANTED);

        member(true, true, NOW.plusMillis(1), 3);
        assertThat(now()).isEqualTo(Access.TOKEN_VOID);
    }

    @Test
    void hidesAPrivateRoomFromStrangersAndAPublicOneNot() {
        room(true, false);
        assertThat(afterPatience()).isEqualTo(Access.HIDDEN);

        memberships.applyRooms(List.of(States.aRoom(room, true, true, 2))).block();
        assertThat(afterPatience()).isEqualTo(Access.NOT_A_MEMBER);
    }

    @Test
    void hidesARoomThatIsDeletedOrUnknownEvenFromItsMembers() {
        member(true, true, null, 2);
        assertThat(afterPatience()).isEqualTo(Access.HIDDEN);

        room(false, true);
        assertThat(afterPatience()).isEqualTo(Access.HIDDEN);
    }

    @Test
    void refusesWhoLeft() {
        room(true, true);

        member(false, true, null, 2);
        assertThat(afterPatience()).isEqualTo(Access.NOT_A_MEMBER);
    }

    @Test
    void refusesEveryTokenOfAnAccountThatIsNotActive() {
        room(true, true);

        member(true, false, null, 2);
        assertThat(now()).isEqualTo(Access.TOKEN_VOID);

        member(false, false, null, 3);
        assertThat(now()).isEqualTo(Access.TOKEN_VOID);
    }

    @Test
    void refusesAVoidTokenOfOneWhoLeftToo() {
        room(true, false);

        member(false, true, NOW.plusMillis(1), 2);
        assertThat(now()).isEqualTo(Access.TOKEN_VOID);
    }

    @Test
    void tellsOneWhoActsOfABanOfAPublicRoomWhileItLasts() {
        room(true, true);

        present(new Membership.Presence.Banned(null), true, null, 2);
        assertThat(codeAfterPatience()).isEqualTo(RefusalCode.BANNED);
        present(new Membership.Presence.Banned(NOW.plusMillis(1)), true, null, 3);
        assertThat(codeAfterPatience()).isEqualTo(RefusalCode.BANNED);
        present(new Membership.Presence.Banned(NOW), true, null, 4);
        assertThat(codeAfterPatience()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }

    @Test
    void doesNotRevealAPrivateRoomEvenToOneItBanned() {
        room(true, false);

        present(new Membership.Presence.Banned(null), true, null, 2);
        assertThat(codeAfterPatience()).isEqualTo(RefusalCode.NOT_FOUND);
    }

    private RefusalCode codeAfterPatience() {
        RefusalCode[] code = new RefusalCode[1];
        StepVerifier.withVirtualTime(() -> access.standing(room, anna, NOW))
                .thenAwait(Duration.ofSeconds(2))
                .consumeNextWith(standing -> code[0] = ((Standing.Outside) standing).code())
                .verifyComplete();
        return code[0];
    }

    @Test
    void waitsForOneWhoJoinedAMomentAgo() {
        room(true, false);

        StepVerifier.withVirtualTime(this::ask)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(300))
                .then(() -> member(true, true, null, 2))
                .then(() -> changes.changed(room))
                .expectNext(Access.GRANTED)
                .verifyComplete();
    }

    @Test
    void looksAgainWithoutASignalBecauseAnotherInstanceMayHaveAppliedIt() {
        room(true, false);

        StepVerifier.withVirtualTime(this::ask)
                .expectSubscription()
                .then(() -> member(true, true, null, 2))
                .thenAwait(Duration.ofMillis(400))
                .expectNext(Access.GRANTED)
                .verifyComplete();
    }

    private Mono<Access> ask() {
        return access.of(room, anna, NOW);
    }

    private Access now() {
        Access[] answer = new Access[1];
        StepVerifier.withVirtualTime(this::ask)
                .consumeNextWith(given -> answer[0] = given)
                .verifyComplete();
        return answer[0];
    }

    private Access afterPatience() {
        Access[] answer = new Access[1];
        StepVerifier.withVirtualTime(this::ask)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(1_999))
                .thenAwait(Duration.ofMillis(1))
                .consumeNextWith(given -> answer[0] = given)
                .verifyComplete();
        return answer[0];
    }

    private void room(boolean active, boolean isPublic) {
        memberships.applyRooms(List.of(States.aRoom(room, active, isPublic, 1))).block();
    }

    private void member(boolean inRoom, boolean active, @Nullable Instant notBefore, long version) {
        present(inRoom ? States.IN : States.OUT, active, notBefore, version);
    }

    private void present(
            Membership.Presence presence,
            boolean active,
            @Nullable Instant notBefore,
            long version) {
        memberships
                .applyMemberships(
                        List.of(States.of(room, anna, presence, active, notBefore, version)))
                .block();
    }
}
