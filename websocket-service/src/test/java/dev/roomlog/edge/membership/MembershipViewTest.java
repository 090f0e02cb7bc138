package dev.roomlog.edge.membership;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;
import static dev.roomlog.edge.membership.Memberships.out;
import static dev.roomlog.edge.membership.Memberships.timestamp;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_BANNED;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_LEFT;
import static dev.roomlog.events.v1.RoomKind.ROOM_KIND_PRIVATE;
import static dev.roomlog.events.v1.RoomKind.ROOM_KIND_PUBLIC;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

class MembershipViewTest {

    private static final int PARTITIONS = 12;
    private static final Instant TOKEN = Instant.parse("2026-11-21T10:00:00Z");

    private final RoomId room = RoomId.random();
    private final MemberId alice = new MemberId("alice");
    private final MembershipView view =
            new MembershipView(
                    PARTITIONS, Duration.ofMillis(100), Clock.fixed(TOKEN, ZoneOffset.UTC));

    @Test
    void grantsAMemberOfAnActiveRoom() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PRIVATE, 1).build());
        view.apply(room, alice, aMember(2).build());

        assertThat(view.access(room, alice, TOKEN))
                .isCompletedWithValueMatching(Access.Granted.class::isInstance);
    }

    @Test
    void endsInTheHighestVersionWhateverTheOrder() {
        loaded();
        List<Runnable> changes = new ArrayList<>();
        for (int version = 1; version <= 9; version++) {
            RoomState state = aRoom(ROOM_KIND_PUBLIC, version).setName("v" + version).build();
            changes.add(() -> view.apply(room, state));
        }
        MembershipState banned = out(12, MEMBERSHIP_STATUS_BANNED).build();
        changes.add(() -> view.apply(room, alice, aMember(10).build()));
        changes.add(() -> view.apply(room, alice, out(11, MEMBERSHIP_STATUS_LEFT).build()));
        changes.add(() -> view.apply(room, alice, banned));
        changes.addAll(List.copyOf(changes));
        Collections.shuffle(changes, new Random(11));

        changes.forEach(Runnable::run);

        assertThat(view.room(room)).map(RoomState::getName).contains("v9");
        assertThat(judged()).isEqualTo(RefusalCode.BANNED);
    }

    @Test
    void tellsOfEachChangeThatTookEffectOnce() {
        List<String> told = new ArrayList<>();
        view.tell(
                new MembershipListener() {
                    @Override
                    public void roomChanged(
                            RoomId id, @Nullable RoomState before, RoomState after) {
                        told.add("room " + after.getVersion());
                    }

                    @Override
                    public void membershipChanged(
                            RoomId id,
                            MemberId member,
                            @Nullable MembershipState before,
                            MembershipState after) {
                        String was = before == null ? "nobody" : before.getRole().name();
                        told.add(member + " from " + was + " by " + after.getVersion());
                    }
                });

        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        view.apply(room, alice, aMember(2).build());
        view.apply(room, alice, aMember(2).build());
        view.apply(room, alice, aMember(5).setRole(Role.ROLE_OWNER).build());
        view.apply(room, alice, aMember(4).build());
        view.apply(room, alice, aMember(6).build());
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());

        assertThat(told)
                .containsExactly(
                        "room 1",
                        "alice from nobody by 2",
                        "alice from ROLE_MEMBER by 5",
                        "alice from ROLE_OWNER by 6");
    }

    @Test
    void waitsForSomeoneWhoJoinedAMomentAgo() {
        MembershipView patient =
                new MembershipView(PARTITIONS, Duration.ofSeconds(30), Clock.systemUTC());
        CompletableFuture<Access> access = patient.access(room, alice, TOKEN);
        assertThat(access).isNotDone();

        patient.apply(room, alice, aMember(2).build());
        assertThat(access).isNotDone();
        patient.apply(room, aRoom(ROOM_KIND_PRIVATE, 1).build());

        assertThat(access).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(Access.Granted.class);
    }

    @Test
    void refusesAStrangerOnlyWhenPatienceEnds() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());

        CompletableFuture<Access> access = view.access(room, alice, TOKEN);

        assertThat(access).isNotDone();
        assertThat(access)
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(new Access.Denied(RefusalCode.NOT_A_MEMBER));
    }

    @Test
    void doesNotRevealAPrivateRoomNotEvenToThoseItBanned() {
        loaded();
        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);

        view.apply(room, aRoom(ROOM_KIND_PRIVATE, 1).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);

        view.apply(room, alice, out(2, MEMBERSHIP_STATUS_BANNED).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);
    }

    @Test
    void tellsWhoWasBannedFromAPublicRoom() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        view.apply(room, alice, out(2, MEMBERSHIP_STATUS_BANNED).build());
        assertThat(judged()).isEqualTo(RefusalCode.BANNED);

        view.apply(room, alice, out(3, MEMBERSHIP_STATUS_LEFT).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }

    @Test
    void takesADeletedRoomForNone() {
        loaded();
        view.apply(room, alice, aMember(2).build());
        view.apply(
                room, aRoom(ROOM_KIND_PUBLIC, 3).setStatus(RoomStatus.ROOM_STATUS_DELETED).build());

        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);
    }

    @Test
    void voidsTokensFromBeforeSigningOutEverywhere() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        Instant notBefore = TOKEN.plusMillis(1);
        view.apply(room, alice, aMember(2).setTokensNotBefore(timestamp(notBefore)).build());

        assertThat(judged()).isEqualTo(RefusalCode.UNAUTHORIZED);
        assertThat(view.judge(room, alice, notBefore)).isInstanceOf(Access.Granted.class);
    }

    @Test
    void refusesADisabledAccount() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        view.apply(
                room, alice, aMember(2).setAccount(AccountStatus.ACCOUNT_STATUS_DISABLED).build());

        assertThat(judged()).isEqualTo(RefusalCode.UNAUTHORIZED);
    }

    @Test
    void takesWhoseBanHasEndedForOneWhoIsNotIn() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        MembershipState.Builder banned = out(2, MEMBERSHIP_STATUS_BANNED);
        view.apply(room, alice, banned.setBannedUntil(timestamp(TOKEN.plusMillis(1))).build());
        assertThat(judged()).isEqualTo(RefusalCode.BANNED);

        banned.setVersion(3).setBannedUntil(timestamp(TOKEN));
        view.apply(room, alice, banned.build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }

    @Test
    void knowsATokenForVoidFromAnyMembership() {
        Instant notBefore = TOKEN.plusMillis(1);
        view.apply(room, alice, aMember(2).build());
        assertThat(view.isVoid(alice, TOKEN)).isFalse();

        RoomId left = RoomId.random();
        view.apply(
                left,
                alice,
                out(2, MEMBERSHIP_STATUS_LEFT).setTokensNotBefore(timestamp(notBefore)).build());
        assertThat(view.isVoid(alice, TOKEN)).isTrue();
        assertThat(view.isVoid(alice, notBefore)).isFalse();
        assertThat(view.isVoid(new MemberId("bob"), TOKEN)).isFalse();

        view.apply(left, alice, out(3, MEMBERSHIP_STATUS_LEFT).build());
        assertThat(view.isVoid(alice, TOKEN)).isFalse();
    }

    @Test
    void knowsEveryTokenForVoidWhileTheAccountIsNotActive() {
        for (AccountStatus status :
                List.of(
                        AccountStatus.ACCOUNT_STATUS_DISABLED,
                        AccountStatus.ACCOUNT_STATUS_ERASED,
                        AccountStatus.ACCOUNT_STATUS_UNSPECIFIED)) {
            RoomId of = RoomId.random();
            view.apply(of, alice, aMember(2).setAccount(status).build());
            assertThat(view.isVoid(alice, TOKEN)).as("%s", status).isTrue();

            view.apply(of, alice, aMember(3).build());
            assertThat(view.isVoid(alice, TOKEN)).as("%s", status).isFalse();
        }
    }

    @Test
    void tellsWhoWaitsWhenAllOfItIsLoaded() {
        CompletableFuture<Void> patient =
                new MembershipView(PARTITIONS, Duration.ofMillis(1), Clock.systemUTC())
                        .whenLoaded();
        CompletableFuture<Void> waiting = view.whenLoaded();
        view.loaded(0);
        assertThat(waiting).isNotDone();

        loaded();

        assertThat(waiting).isCompleted();
        assertThat(view.whenLoaded()).isCompleted();
        assertThat(patient)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void givesNoAccessOnAValueThisReleaseDoesNotKnow() {
        loaded();
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        view.apply(room, alice, aMember(2).setStatusValue(99).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_A_MEMBER);

        view.apply(room, alice, aMember(3).setAccountValue(99).build());
        assertThat(judged()).isEqualTo(RefusalCode.UNAUTHORIZED);

        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 4).setKindValue(99).build());
        view.apply(room, alice, out(5, MEMBERSHIP_STATUS_LEFT).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);

        view.apply(room, alice, aMember(6).build());
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 7).setStatusValue(99).build());
        assertThat(judged()).isEqualTo(RefusalCode.NOT_FOUND);
    }

    @Test
    void isUnavailableBeforeTheRoomsPartitionIsLoaded() {
        assertThat(judged()).isEqualTo(RefusalCode.SERVICE_UNAVAILABLE);
        view.apply(room, aRoom(ROOM_KIND_PUBLIC, 1).build());
        assertThat(judged()).isEqualTo(RefusalCode.SERVICE_UNAVAILABLE);

        CompletableFuture<Access> access = view.access(room, alice, TOKEN);
        assertThat(access)
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(new Access.Denied(RefusalCode.SERVICE_UNAVAILABLE));

        loaded();
        assertThat(judged()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }

    @Test
    void isLoadedWhenEveryPartitionIs() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(view.isLoaded()).isFalse();
            view.loaded(partition);
        }
        assertThat(view.isLoaded()).isTrue();
    }

    private void loaded() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            view.loaded(partition);
        }
    }

    private @Nullable RefusalCode judged() {
        return switch (view.judge(room, alice, TOKEN)) {
            case Access.Granted _ -> null;
            case Access.Denied(RefusalCode code) -> code;
        };
    }
}
