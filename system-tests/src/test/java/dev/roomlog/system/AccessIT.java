package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may enter, speak and see. */
@ExtendWith(SharedStack.class)
class AccessIT {

    private final Installation roomlog;
    private final Member alice;
    private final Member mallory;

    AccessIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.mallory = roomlog.newMember("mallory");
    }

    @Test
    void aStrangerNeitherHearsNorSpeaksInAPrivateRoomNorLearnsOfIt() {
        String room = roomlog.newRoom(alice, "PRIVATE");
        String nowhere = "00000000-0000-4000-8000-000000000000";

        for (String asked : new String[] {room, nowhere}) {
            roomlog.rest().get("/api/rooms/" + asked, mallory).expectProblem(404, "not-found");
            roomlog.rest()
                    .get("/api/rooms/" + asked + "/messages", mallory)
                    .expectProblem(404, "not-found");
            roomlog.rest()
                    .get("/api/rooms/" + asked + "/members", mallory)
                    .expectProblem(404, "not-found");
            roomlog.rest()
                    .put("/api/rooms/" + asked + "/members/me", mallory, "{}")
                    .expectProblem(404, "not-found");
            try (StompUser user = roomlog.connect(mallory)) {
                user.trySubscribe(asked);
                assertThat(user.error()).containsEntry("message", "not-found");
            }
            try (StompUser user = roomlog.connect(mallory)) {
                var receipt = user.send(asked, "let me in", null);
                assertThat(user.error()).containsEntry("message", "not-found");
                assertThat(receipt).isCompletedExceptionally();
            }
        }
    }

    @Test
    void aPublicRoomIsSeenByAllAndHeardByItsMembers() {
        String room = roomlog.newRoom(alice, "PUBLIC");

        roomlog.rest().get("/api/rooms/" + room, mallory).expect(200);
        roomlog.rest()
                .get("/api/rooms/" + room + "/messages", mallory)
                .expectProblem(403, "not-a-member");
        try (StompUser user = roomlog.connect(mallory)) {
            user.trySubscribe(room);
            assertThat(user.error()).containsEntry("message", "not-a-member");
        }

        roomlog.rest()
                .put("/api/rooms/" + room + "/members/me", mallory, "{}")
                .expect(200, 201, 204);
        try (StompUser user = roomlog.connect(mallory)) {
            StompUser.Inbox inbox = user.subscribe(room);
            user.sendAndAwait(room, "now I am in");
            assertThat(inbox.next("posted").text()).isEqualTo("now I am in");
        }
    }

    @Test
    void whoLeavesHearsNothingMoreAndIsToldSo() {
        String room = roomlog.newRoom(alice, "PUBLIC", mallory);
        try (StompUser leaver = roomlog.connect(mallory);
                StompUser stays = roomlog.connect(alice)) {
            StompUser.Inbox toLeaver = leaver.subscribe(room);
            StompUser.Inbox toStayer = stays.subscribe(room);

            roomlog.rest()
                    .delete("/api/rooms/" + room + "/members/me", mallory)
                    .expectStatus(204, 200);
            Received last = toLeaver.next("member");
            toStayer.next("member");
            stays.sendAndAwait(room, "among ourselves");
            toStayer.next("posted");

            assertThat(last.body().get("change").stringValue()).isEqualTo("removed");
            assertThat(toLeaver.all().getLast()).isEqualTo(last);
            assertThat(leaver.isConnected()).isTrue();
        }
    }

    @Test
    void aBadTokenIsRefusedEverywhere() {
        Member forged =
                alice.withToken(
                        alice.token().substring(0, alice.token().length() - 8) + "AAAAAAAA");

        roomlog.rest().get("/api/rooms", forged).expectProblem(401, "unauthorized");
        roomlog.rest().get("/api/rooms", null).expectProblem(401, "unauthorized");
        StompUser user =
                StompUser.tryToConnect(
                        Installation.webSocketUrl(roomlog.stack().gatewayUrl()), forged.token());
        try (user) {
            assertThat(user.error()).containsEntry("message", "unauthorized");
        }
    }

    @Test
    void refreshTokensRotateAndReuseEndsTheFamily() {
        String body = "{\"refreshToken\":\"%s\"}";
        String second =
                roomlog.rest()
                        .post("/api/auth/refresh", null, body.formatted(alice.refreshToken()))
                        .expect(200)
                        .get("refreshToken")
                        .stringValue();

        roomlog.rest()
                .post("/api/auth/refresh", null, body.formatted(alice.refreshToken()))
                .expectProblem(401, "bad-credentials");
        roomlog.rest()
                .post("/api/auth/refresh", null, body.formatted(second))
                .expectProblem(401, "bad-credentials");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookAlike() {
        String body = "{\"username\":\"%s\",\"password\":\"wrong password\"}";

        roomlog.rest()
                .post("/api/auth/login", null, body.formatted(alice.username()))
                .expectProblem(401, "bad-credentials");
        roomlog.rest()
                .post("/api/auth/login", null, body.formatted("nobody-at-all"))
                .expectProblem(401, "bad-credentials");
    }
}
