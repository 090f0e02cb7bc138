package dev.roomlog.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What every implementation of {@link Memberships} keeps. */
public abstract class MembershipsContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant SIGNED_OUT = Instant.parse("2026-11-21T12:00:00.5Z");

    private RoomId room = RoomId.random();
    private final MemberId anna = new MemberId("anna/.$");

    /** Shared by all tests of a class: the room is new for each. */
    protected abstract Memberships memberships();

    @BeforeEach
    void newRoom() {
        room = RoomId.random();
    }

    @Test
    void knowsNothingOfWhatItWasNotTold() {
        assertThat(memberships().room(room).block(SOON)).isNull();
        assertThat(memberships().membership(room, anna).block(SOON)).isNull();
    }

    @Test
    void theHighestVersionStandsInWhateverOrderTheyCome() {
        apply(state(2, false, null));
        apply(state(5, true, SIGNED_OUT));
        apply(state(3, false, null));
        apply(state(5, false, null));

        assertThat(memberships().membership(room, anna).block(SOON))
                .isEqualTo(state(5, true, SIGNED_OUT));
    }

    @Test
    void aNewerStateReplacesAllOfAnOlderOne() {
        apply(state(2, true, SIGNED_OUT));
        apply(state(4, false, null));

        assertThat(memberships().membership(room, anna).block(SOON))
                .isEqualTo(state(4, false, null));
    }

    @Test
    void theHighestVersionOfARoomStands() {
        memberships().applyRooms(List.of(room(true, 3))).block(SOON);
        memberships().applyRooms(List.of(room(false, 7))).block(SOON);
        memberships().applyRooms(List.of(room(true, 6))).block(SOON);

        assertThat(memberships().room(room).block(SOON)).isEqualTo(room(false, 7));
    }

    @Test
    void keepsAllThatAStateSays() {
        Membership moderator =
                new Membership(room, anna, States.IN, true, SIGNED_OUT, true, SIGNED_OUT, 2);
        apply(moderator);
        assertThat(memberships().membership(room, anna).block(SOON)).isEqualTo(moderator);

        for (Instant until : new @Nullable Instant[] {SIGNED_OUT, null}) {
            long version = until == null ? 4 : 3;
            Membership banned =
                    States.of(
                            room, anna, new Membership.Presence.Banned(until), true, null, version);
            apply(banned);
            assertThat(memberships().membership(room, anna).block(SOON)).isEqualTo(banned);
        }
    }

    @Test
    void listsTheRoomsAMemberIsInAscendingFromAnyOnwards() {
        MemberId ben = new MemberId("ben-" + room);
        List<RoomId> rooms =
                Stream.generate(RoomId::random)
                        .limit(5)
                        .sorted(Comparator.comparing(RoomId::toString))
                        .toList();
        for (RoomId each : rooms) {
            apply(States.of(each, ben, States.IN, true, null, 1));
        }
        apply(States.of(rooms.get(2), ben, States.OUT, true, null, 2));
        apply(state(1, true, null));

        assertThat(ofMember(ben, null, 10))
                .containsExactly(rooms.get(0), rooms.get(1), rooms.get(3), rooms.get(4));
        assertThat(ofMember(ben, rooms.get(0), 2)).containsExactly(rooms.get(1), rooms.get(3));
        assertThat(ofMember(ben, rooms.get(4), 2)).isEmpty();
        assertThat(memberships().anyOf(ben).map(Membership::member).block(SOON)).isEqualTo(ben);
        assertThat(memberships().anyOf(new MemberId("none-" + room)).block(SOON)).isNull();
    }

    @Test
    void findsManyAtOnce() {
        RoomId other = RoomId.random();
        apply(state(1, false, null));
        memberships().applyRooms(List.of(room(true, 3))).block(SOON);

        assertThat(
                        memberships()
                                .memberships(
                                        List.of(RoomKey.of(room, anna), RoomKey.of(other, anna)))
                                .toIterable())
                .containsExactly(state(1, false, null));
        assertThat(memberships().rooms(List.of(room, other)).toIterable())
                .containsExactly(room(true, 3));
    }

    private List<RoomId> ofMember(MemberId member, @Nullable RoomId after, int limit) {
        return Objects.requireNonNull(
                memberships()
                        .ofMember(member, after, limit)
                        .map(Membership::room)
                        .collectList()
                        .block(SOON));
    }

    private void apply(Membership state) {
        memberships().applyMemberships(List.of(state)).block(SOON);
    }

    private Membership state(long version, boolean inRoom, @Nullable Instant tokensNotBefore) {
        return States.of(
                room, anna, inRoom ? States.IN : States.OUT, true, tokensNotBefore, version);
    }

    private KnownRoom room(boolean active, long version) {
        return new KnownRoom(
                room, active, KnownRoom.Kind.DIRECT, !active, Duration.ofSeconds(version), version);
    }
}
