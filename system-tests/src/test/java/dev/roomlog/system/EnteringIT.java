package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;

/** Who may enter a room, and who may bring others in; felt on both edges. */
@ExtendWith(SharedStack.class)
class EnteringIT {

    private final Installation roomlog;
    private final Member owner;
    private final Member bob;
    private final Member carol;

    EnteringIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.bob = roomlog.newMember("bob");
        this.carol = roomlog.newMember("carol");
    }

    @Test
    void anyoneEntersAPublicRoomAndEnteringAgainChangesNothing() {
        String room = roomlog.newRoom(owner, "PUBLIC");
        try (Everywhere watching = roomlog.connectEverywhere(owner);
                Everywhere entering = roomlog.connectEverywhere(bob)) {
            Everywhere.Inboxes seen = watching.subscribe(room);
            Everywhere.Inboxes notices = entering.notifications();

            JsonNode first = roomlog.join(room, bob).expect(200);
            JsonNode again = roomlog.join(room, bob).expect(200);
            roomlog.join(room, carol).expect(200);

            assertThat(again).isEqualTo(first);
            assertThat(first.get("id").stringValue()).isEqualTo(bob.id());
            assertThat(first.get("role").stringValue()).isEqualTo("MEMBER");
            assertThat(roomlog.read(room, bob).expect(200).get("memberCount").asInt()).isEqualTo(3);
            assertThat(seen.next("member").field("memberId")).isEqualTo(bob.id());
            assertThat(seen.next("member").field("memberId"))
                    .as("nothing is told twice")
                    .isEqualTo(carol.id());
            assertThat(notices.next("added").field("roomId")).isEqualTo(room);
            entering.subscribe(room);
            entering.canSend(room);
            roomlog.messages(room, bob).expect(200);
        }
    }

    @Test
    void aPrivateRoomIsEnteredByInvitationOfAnyoneInIt() {
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        try (Everywhere invited = roomlog.connectEverywhere(carol)) {
            Everywhere.Inboxes notices = invited.notifications();
            roomlog.join(room, carol).expectRefused("not-found");

            roomlog.add(room, bob, carol).expect(200);

            Received added = notices.next("added");
            assertThat(added.field("roomId")).isEqualTo(room);
            assertThat(added.field("by")).isEqualTo(bob.id());
            invited.subscribe(room);
            invited.canSend(room);
            roomlog.messages(room, carol).expect(200);
            roomlog.join(room, carol).expect(200);
        }
    }

    @Test
    void onlyAnOwnerBringsSomebodyInWithARole() {
        Member moderator = roomlog.newMember("moderator");
        String room = roomlog.newRoom(owner, "PRIVATE", bob);
        roomlog.giveRole(room, owner, moderator, "MODERATOR").expect(200);

        roomlog.giveRole(room, bob, carol, "MODERATOR").expectRefused("forbidden");
        roomlog.giveRole(room, moderator, carol, "MODERATOR").expectRefused("forbidden");
        roomlog.read(room, carol).expectRefused("not-found");

        roomlog.giveRole(room, bob, carol, "MEMBER").expect(200);
        assertThat(roleOf(moderator, room)).isEqualTo("MODERATOR");
        assertThat(roleOf(carol, room)).isEqualTo("MEMBER");
    }

    @Test
    void nobodyIsBroughtInByWhoIsNotInNorIsWhoDoesNotExist() {
        String open = roomlog.newRoom(owner, "PUBLIC");
        String closed = roomlog.newRoom(owner, "PRIVATE");
        Member nobody = new Member("nobody", "00000000-0000-4000-8000-000000000000", "", "");

        roomlog.add(open, bob, carol).expectRefused("not-a-member");
        roomlog.add(closed, bob, carol).expectRefused("not-found");
        roomlog.add(open, owner, nobody).expectRefused("unknown-member");
        roomlog.giveRole(open, owner, bob, "KING").expectRefused("invalid-request");
    }

    @Test
    void whereEntryIsForAdminsOnlyStaffAndAdministratorsOpenTheDoor() {
        Member admin = roomlog.admin();
        Member dave = roomlog.newMember("dave");
        String room = roomlog.newRoom(owner, "PUBLIC", bob);
        roomlog.change(room, owner, "{\"entry\":\"ADMINS\"}").expect(200);

        roomlog.join(room, carol).expectRefused("admins-only");
        roomlog.add(room, bob, carol).expectRefused("admins-only");
        roomlog.add(room, admin, carol).expectRefused("not-a-member");
        roomlog.add(room, owner, carol).expect(200);
        roomlog.join(room, admin).expect(200);
        roomlog.add(room, admin, dave).expect(200);

        assertThat(roleOf(admin, room)).isEqualTo("MEMBER");
        assertThat(roomlog.read(room, dave).expect(200).get("memberCount").asInt()).isEqualTo(5);
        roomlog.change(room, owner, "{\"entry\":\"EVERYONE\"}").expect(200);
        roomlog.join(room, roomlog.newMember("erin")).expect(200);
    }

    @Test
    void whoIsBannedStaysOutUntilTheBanIsLifted() {
        String room = roomlog.newRoom(owner, "PUBLIC", bob);
        try (Everywhere banned = roomlog.connectEverywhere(bob)) {
            roomlog.ban(room, owner, bob).expect(200);

            roomlog.join(room, bob).expectRefused("banned");
            roomlog.add(room, owner, bob).expectRefused("banned");
            banned.cannotSubscribe(room, "banned");
            banned.cannotSend(room, "banned");

            roomlog.unban(room, owner, bob).expectStatus(204);
            roomlog.unban(room, owner, bob).expectStatus(204);
            banned.cannotSubscribe(room, "not-a-member");
            roomlog.join(room, bob).expect(200);
            banned.subscribe(room);
            banned.canSend(room);
        }
    }

    @Test
    void whoWasNeverInCanBeBannedToo() {
        String room = roomlog.newRoom(owner, "PUBLIC");

        roomlog.ban(room, owner, carol).expect(200);

        roomlog.join(room, carol).expectRefused("banned");
        assertThat(roomlog.read(room, owner).expect(200).get("memberCount").asInt()).isEqualTo(1);
    }

    @Test
    void theEndOfABanOnlyPermitsToJoinAgain() {
        String room = roomlog.newRoom(owner, "PUBLIC", bob);
        try (Everywhere banned = roomlog.connectEverywhere(bob)) {
            Instant until = Instant.now().plusSeconds(4);
            JsonNode answer = roomlog.ban(room, owner, bob, until).expect(200);
            roomlog.join(room, bob).expectRefused("banned");

            assertThat(answer.get("status").stringValue()).isEqualTo("BANNED");
            assertThat(Instant.parse(answer.get("until").stringValue()))
                    .isBetween(until.minusMillis(1), until);
            Awaitility.await("the ban ends")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Instant.now().isAfter(until));
            banned.cannotSubscribe(room, "not-a-member");
            roomlog.messages(room, bob).expectRefused("not-a-member");
            assertThat(roomlog.join(room, bob).expect(200).get("role").stringValue())
                    .isEqualTo("MEMBER");
            banned.subscribe(room);
            banned.canSend(room);
        }
    }

    @Test
    void aBanOrMuteUntilThePastIsNoRequest() {
        String room = roomlog.newRoom(owner, "PUBLIC", bob);
        Instant past = Instant.now().minusSeconds(5);

        roomlog.ban(room, owner, bob, past).expectRefused("invalid-request");
        roomlog.mute(room, owner, bob, past).expectRefused("invalid-request");
        roomlog.rest()
                .put("/api/rooms/" + room + "/bans/" + bob.id(), owner, "{\"until\":\"tomorrow\"}")
                .expectRefused("invalid-request");

        assertThat(roleOf(bob, room)).isEqualTo("MEMBER");
    }

    @Test
    void aDirectRoomIsForItsTwoAndThereIsOne() {
        String room = roomlog.newDirectRoom(owner, bob);
        roomlog.createDirect(owner, bob, carol).expectRefused("invalid-request");
        roomlog.createDirect(owner).expectRefused("invalid-request");

        assertThat(roomlog.createDirect(bob, owner).expect(200).get("id").stringValue())
                .isEqualTo(room);
        roomlog.join(room, carol).expectRefused("not-found");
        roomlog.add(room, owner, carol).expectRefused("forbidden");
        try (Everywhere stranger = roomlog.connectEverywhere(carol);
                Everywhere other = roomlog.connectEverywhere(bob)) {
            stranger.cannotSubscribe(room, "not-found");
            stranger.cannotSend(room, "not-found");
            other.subscribe(room);
            other.canSend(room);
        }
    }

    private String roleOf(Member member, String room) {
        return roomlog.read(room, member).expect(200).get("role").stringValue();
    }
}
