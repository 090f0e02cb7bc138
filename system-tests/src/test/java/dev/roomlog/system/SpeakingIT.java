package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who may speak in a room he is in; felt on both edges. */
@ExtendWith(SharedStack.class)
class SpeakingIT {

    private final Installation roomlog;
    private final Member owner;
    private final Member bob;

    SpeakingIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.bob = roomlog.newMember("bob");
    }

    @Test
    void whoIsMutedHearsAndDoesNotSpeakUntilUnmuted() {
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        try (Everywhere muted = roomlog.connectEverywhere(bob);
                StompUser speaker = roomlog.connect(owner)) {
            Everywhere.Inboxes heard = muted.subscribe(room);

            roomlog.mute(room, owner, bob).expect(200);
            heard.nextMember("changed", bob);

            muted.cannotSend(room, "muted");
            speaker.sendAndAwait(room, "hear me");
            assertThat(heard.next("posted").text()).isEqualTo("hear me");
            roomlog.messages(room, bob).expect(200);

            roomlog.unmute(room, owner, bob).expectStatus(204);
            heard.nextMember("changed", bob);
            muted.canSend(room);
            roomlog.unmute(room, owner, bob).expectStatus(204);
        }
    }

    @Test
    void aMuteEndsByItselfWhenItsTimeHasPassed() {
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        try (Everywhere muted = roomlog.connectEverywhere(bob)) {
            Everywhere.Inboxes heard = muted.subscribe(room);
            Instant until = Instant.now().plusSeconds(4);

            var answer = roomlog.mute(room, owner, bob, until).expect(200);
            heard.nextMember("changed", bob);

            assertThat(answer.get("role").stringValue()).isEqualTo("MEMBER");
            assertThat(Instant.parse(answer.get("until").stringValue()))
                    .isBetween(until.minusMillis(1), until);
            muted.cannotSend(room, "muted");
            Awaitility.await("the mute ends")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Instant.now().isAfter(until));
            muted.canSend(room);
        }
    }

    @Test
    void leavingAndComingBackDoesNotEndAMuteNorDoesBeingStaff() {
        String room = roomlog.newRoom(owner, "PUBLIC", bob);
        roomlog.mute(room, owner, bob).expect(200);

        roomlog.leave(room, bob).expectStatus(204);
        roomlog.join(room, bob).expect(200);

        try (Everywhere muted = roomlog.connectEverywhere(bob)) {
            Everywhere.Inboxes heard = muted.subscribe(room);
            muted.cannotSend(room, "muted");
            roomlog.giveRole(room, owner, bob, "MODERATOR").expect(200);
            heard.nextMember("changed", bob);
            muted.cannotSend(room, "muted");
        }
    }

    @Test
    void onlyWhoIsPresentIsMuted() {
        String room = roomlog.newRoom(owner, "PUBLIC");

        roomlog.mute(room, owner, bob).expectRefused("unknown-member");
        roomlog.unmute(room, owner, bob).expectStatus(204);
    }

    @Test
    void whereOnlyStaffPostsARoleGivesTheWordAndTakesItAway() {
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        try (Everywhere member = roomlog.connectEverywhere(bob);
                Everywhere staff = roomlog.connectEverywhere(owner)) {
            Everywhere.Inboxes heard = member.subscribe(room);
            assertThat(heard.next("room").field("posting")).isEqualTo("EVERYONE");

            roomlog.change(room, owner, "{\"posting\":\"STAFF\"}").expect(200);
            assertThat(heard.next("room").field("posting")).isEqualTo("STAFF");
            member.cannotSend(room, "posting-restricted");
            staff.canSend(room);

            roomlog.giveRole(room, owner, bob, "MODERATOR").expect(200);
            assertThat(heard.nextMember("changed", bob).field("role")).isEqualTo("MODERATOR");
            member.canSend(room);

            roomlog.giveRole(room, bob, bob, "MEMBER").expect(200);
            assertThat(heard.nextMember("changed", bob).field("role")).isEqualTo("MEMBER");
            member.cannotSend(room, "posting-restricted");

            roomlog.change(room, owner, "{\"posting\":\"EVERYONE\"}").expect(200);
            heard.nextRoom("posting", "EVERYONE");
            member.canSend(room);
        }
    }

    @Test
    void slowModeCountsOnAllEdgesTogetherAndSparesStaff() {
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        try (Everywhere member = roomlog.connectEverywhere(bob);
                Everywhere staff = roomlog.connectEverywhere(owner)) {
            Everywhere.Inboxes heard = member.subscribe(room);
            roomlog.change(room, owner, "{\"slowModeSeconds\":5}").expect(200);
            heard.nextRoom("slowModeSeconds", "5");
            StompUser here = member.connections().get(0);
            StompUser there = member.connections().get(1);

            assertThat(here.refusalOfSend(room, "first")).isEmpty();
            heard.next("posted");

            assertThat(here.refusalOfSend(room, "too soon here"))
                    .isEqualTo(Optional.of("slow-mode"));
            assertThat(there.refusalOfSend(room, "too soon there"))
                    .isEqualTo(Optional.of("slow-mode"));
            staff.canSend(room);
            staff.canSend(room);
            Awaitility.await("the pause is over")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> there.refusalOfSend(room, "second").isEmpty());
            assertThat(heard.onEachEdge().getFirst().posted())
                    .extracting(Received::text)
                    .doesNotContain("too soon here", "too soon there");

            roomlog.change(room, owner, "{\"slowModeSeconds\":0}").expect(200);
            heard.nextRoom("slowModeSeconds", "0");
            member.canSend(room);
            member.canSend(room);
        }
    }

    @Test
    void slowModeHoldsOnAnEdgeThatHasNotSeenTheRoomBefore() {
        String room =
                roomlog.rest()
                        .post(
                                "/api/rooms",
                                owner,
                                "{\"name\":\"Slow\",\"kind\":\"PRIVATE\",\"slowModeSeconds\":60,\"members\":[\"%s\"]}"
                                        .formatted(bob.id()))
                        .expect(201)
                        .get("id")
                        .stringValue();
        try (Everywhere member = roomlog.connectEverywhere(bob)) {
            assertThat(member.connections().get(0).refusalOfSend(room, "first")).isEmpty();
            assertThat(member.connections().get(1).refusalOfSend(room, "second"))
                    .isEqualTo(Optional.of("slow-mode"));
        }
    }
}
