package dev.roomlog.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RoomAccessTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final RoomId room = RoomId.random();
    private final MemberId anna = new MemberId("anna");
    private final InMemoryMemberships memberships = new InMemoryMemberships();
    private final MembershipChanges changes = new MembershipChanges();
    private final RoomAccess access = new RoomAccess(memberships, changes, Duration.ofSeconds(2));

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

        memberships.applyRooms(List.of(new KnownRoom(room, true, true, 2))).block();
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
        memberships.applyRooms(List.of(new KnownRoom(room, active, isPublic, 1))).block();
    }

    private void member(boolean inRoom, boolean active, @Nullable Instant notBefore, long version) {
        memberships
                .applyMemberships(
                        List.of(new Membership(room, anna, inRoom, active, notBefore, version)))
                .block();
    }
}
