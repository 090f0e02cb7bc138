package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;

/** An account that is erased: what its member said, was and was called. */
@ExtendWith(SharedStack.class)
class ErasureIT {

    private final Installation roomlog;
    private final Member gone;
    private final Member heir;
    private final Member other;

    ErasureIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.gone = roomlog.newMember("gone");
        this.heir = roomlog.newMember("heir");
        this.other = roomlog.newMember("other");
    }

    @Test
    void theTextsOfAnErasedMemberAreGoneFromHistoryAndReplayAndTheirPlacesStay() {
        String room = roomlog.newRoom(heir, "PRIVATE", gone, other);
        String left = roomlog.newRoom(heir, "PUBLIC", gone);
        long last;
        long first;
        long inLeft;
        try (StompUser leaver = roomlog.connect(gone);
                StompUser stays = roomlog.connect(heir)) {
            first = leaver.sendAndAwait(room, "my secret").position();
            stays.sendAndAwait(room, "an answer");
            last = leaver.sendAndAwait(room, "another secret").position();
            inLeft = leaver.sendAndAwait(left, "said before leaving").position();
        }
        roomlog.leave(left, gone).expectStatus(204);
        assertThat(texts(roomlog.history(other, room).upTo(last)))
                .containsExactly("my secret", "an answer", "another secret");
        assertThat(texts(roomlog.history(heir, left).upTo(inLeft))).hasSize(1);

        try (Everywhere connected = roomlog.connectEverywhere(gone)) {
            Everywhere.Inboxes notices = connected.notifications();
            roomlog.erase(gone).expectStatus(204);
            notices.next("signed-out");
            connected.areClosedWith("unauthorized");
        }

        Awaitility.await("texts are gone from history")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        texts(roomlog.history(other, room).upTo(last))
                                .equals(List.of("", "an answer", "")));
        Awaitility.await("also where the member was no more")
                .atMost(Duration.ofSeconds(20))
                .until(() -> texts(roomlog.history(heir, left).upTo(inLeft)).equals(List.of("")));
        for (JsonNode message : roomlog.history(other, room).upTo(last)) {
            boolean deleted = message.path("deleted").asBoolean(false);
            assertThat(deleted).isEqualTo(!message.has("text"));
        }
        try (Everywhere reader = roomlog.connectEverywhere(other)) {
            for (StompUser user : reader.connections()) {
                StompUser.Inbox replayed = user.subscribe(room, Long.toString(first - 1));
                Received one = replayed.next("posted");
                Received two = replayed.next("posted");
                Received three = replayed.next("posted");
                assertThat(List.of(one.text(), two.text(), three.text()))
                        .containsExactly("", "an answer", "");
                assertThat(three.position()).isEqualTo(last);
            }
        }
    }

    @Test
    void anErasedMemberIsNobodyAndTheNameIsNeverGivenAgain() {
        String room = roomlog.newRoom(heir, "PUBLIC", gone);

        roomlog.erase(gone).expectStatus(204);

        roomlog.rest().get("/api/rooms", gone).expectRefused("unauthorized");
        roomlog.refresh(gone).expectRefused("bad-credentials");
        roomlog.trySignIn(gone.username(), Installation.PASSWORD).expectRefused("bad-credentials");
        roomlog.rest()
                .post(
                        "/api/auth/register",
                        null,
                        "{\"username\":\"%s\",\"password\":\"%s\",\"displayName\":\"Me again\"}"
                                .formatted(gone.username(), Installation.PASSWORD))
                .expectRefused("username-taken");
        assertThat(
                        roomlog.rest()
                                .get("/api/members?query=" + gone.username(), heir)
                                .expect(200)
                                .get("items"))
                .isEmpty();
        Awaitility.await("the room has one member")
                .atMost(Duration.ofSeconds(10))
                .until(() -> roomlog.members(room, heir).expect(200).get("items").size() == 1);
        roomlog.add(room, heir, gone).expectRefused("unknown-member");
    }

    @Test
    void aRoomWhoseLastOwnerIsErasedGetsAnotherAndAnEmptyOneGoes() {
        String withModerator = roomlog.newRoom(gone, "PUBLIC", other, heir);
        roomlog.giveRole(withModerator, gone, heir, "MODERATOR").expect(200);
        String withMember = roomlog.newRoom(gone, "PRIVATE", other);
        String alone = roomlog.newRoom(gone, "PUBLIC");
        try (Everywhere watching = roomlog.connectEverywhere(heir)) {
            Everywhere.Inboxes seen = watching.subscribe(withModerator);

            roomlog.erase(gone).expectStatus(204);

            seen.nextMember("changed", heir);
            assertThat(roleOf(heir, withModerator)).isEqualTo("OWNER");
            assertThat(roleOf(other, withModerator)).isEqualTo("MEMBER");
            Awaitility.await("the other room has a new owner, too")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> roleOf(other, withMember).equals("OWNER"));
            Awaitility.await("the empty room is gone")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> roomlog.read(alone, heir).status() == 404);
        }
    }

    private String roleOf(Member member, String room) {
        return roomlog.read(room, member).expect(200).get("role").stringValue();
    }

    private static List<String> texts(List<JsonNode> messages) {
        return messages.stream().map(message -> message.path("text").asString("")).toList();
    }
}
