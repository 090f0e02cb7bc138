package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

/** Changing a room's name and rules, and deleting it; felt on both edges. */
@ExtendWith(SharedStack.class)
class RoomChangesIT {

    private final Installation roomlog;
    private final Member owner;
    private final Member moderator;
    private final Member member;
    private final String room;

    RoomChangesIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.moderator = roomlog.newMember("moderator");
        this.member = roomlog.newMember("member");
        this.room = roomlog.newRoom(owner, "PUBLIC", member);
        roomlog.giveRole(room, owner, moderator, "MODERATOR").expect(200);
    }

    @Test
    void staffRenamesAndChangesRulesAndAllSeeItAtOnce() {
        String name = "Tea of " + room.substring(0, 8);
        try (Everywhere user = roomlog.connectEverywhere(member)) {
            Everywhere.Inboxes heard = user.subscribe(room);

            JsonNode answer =
                    roomlog.change(
                                    room,
                                    moderator,
                                    "{\"name\":\"%s\",\"entry\":\"ADMINS\",\"posting\":\"STAFF\",\"slowModeSeconds\":300}"
                                            .formatted(name))
                            .expect(200);

            JsonNode told = heard.nextRoom("name", name).body();
            for (JsonNode seen : new JsonNode[] {answer, told, roomlog.read(room, member).json()}) {
                assertThat(seen.get("name").stringValue()).isEqualTo(name);
                assertThat(seen.get("kind").stringValue()).isEqualTo("PUBLIC");
                assertThat(seen.get("entry").stringValue()).isEqualTo("ADMINS");
                assertThat(seen.get("posting").stringValue()).isEqualTo("STAFF");
                assertThat(seen.get("slowModeSeconds").intValue()).isEqualTo(300);
            }
            assertThat(
                            roomlog.rest()
                                    .get(
                                            "/api/rooms/discover?query=" + name.replace(" ", "%20"),
                                            member)
                                    .body())
                    .contains(room);
            assertThat(roomlog.rest().get("/api/rooms", member).body()).contains(name);

            roomlog.change(room, owner, "{\"slowModeSeconds\":0}").expect(200);
            assertThat(heard.nextRoom("slowModeSeconds", "0").field("name"))
                    .as("what is not named stays")
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"PRIVATE\"}",
                "{\"name\":\"\"}",
                "{\"name\":\"\\u200b\\u200d\"}",
                "{\"name\":\"a\\u202eb\"}",
                "{\"slowModeSeconds\":301}",
                "{\"slowModeSeconds\":-1}",
                "{\"posting\":\"NOBODY\"}",
                "{\"entry\":true}",
                "[]",
                "{\"status\":\"DELETED\"}"
            })
    void aChangeOutOfBoundsIsNoRequest(String body) {
        roomlog.change(room, owner, body).expectRefused("invalid-request");

        assertThat(roomlog.read(room, owner).expect(200).get("name").stringValue())
                .isEqualTo("Room");
    }

    @Test
    void membersAndStrangersChangeNothingAndOnlyAnOwnerDeletes() {
        Member stranger = roomlog.newMember("stranger");

        roomlog.rename(room, member, "Mine").expectRefused("forbidden");
        roomlog.rename(room, stranger, "Mine").expectRefused("not-a-member");
        roomlog.deleteRoom(room, member).expectRefused("forbidden");
        roomlog.deleteRoom(room, moderator).expectRefused("forbidden");
        roomlog.deleteRoom(room, stranger).expectRefused("not-a-member");

        assertThat(roomlog.read(room, stranger).expect(200).get("name").stringValue())
                .isEqualTo("Room");
    }

    @Test
    void aDeletedRoomIsGoneForAllAndItsLastEventSaysSo() {
        try (Everywhere user = roomlog.connectEverywhere(member)) {
            Everywhere.Inboxes heard = user.subscribe(room);
            user.canSend(room);
            long said = heard.next("posted").position();
            assertThat(roomlog.history(member, room).upTo(said)).isNotEmpty();

            roomlog.deleteRoom(room, owner).expectStatus(204);

            heard.nextRoom("status", "DELETED");
            for (Member who : new Member[] {owner, moderator, member}) {
                roomlog.history(who, room).awaitRefused("not-found");
                roomlog.read(room, who).expectRefused("not-found");
                roomlog.members(room, who).expectRefused("not-found");
                roomlog.join(room, who).expectRefused("not-found");
                roomlog.leave(room, who).expectRefused("not-found");
                roomlog.rename(room, who, "Again").expectRefused("not-found");
                roomlog.deleteRoom(room, who).expectRefused("not-found");
                roomlog.ban(room, who, member).expectRefused("not-found");
                assertThat(roomlog.rest().get("/api/rooms", who).body()).doesNotContain(room);
            }
            user.cannotSend(room, "not-found");
            user.cannotSubscribe(room, "not-found");
            assertThat(heard.lastOfEach()).allMatch(last -> last.field("status").equals("DELETED"));
            assertThat(user.connections()).allMatch(StompUser::isConnected);
            assertThat(
                            roomlog.rest()
                                    .get("/api/rooms/discover?query=Room&limit=200", member)
                                    .body())
                    .doesNotContain(room);
        }
    }
}
