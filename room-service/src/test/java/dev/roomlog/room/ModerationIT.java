package dev.roomlog.room;

import static dev.roomlog.room.RoomsIT.direct;
import static dev.roomlog.room.RoomsIT.membershipsOf;
import static dev.roomlog.room.RoomsIT.statesOf;
import static dev.roomlog.room.RoomsIT.valuesOf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;
import dev.roomlog.support.TestKafka;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;

/** Each right given or taken: what the caller is answered, and what the other services are told. */
class ModerationIT extends RunningService {

    @Autowired private JdbcClient jdbc;

    @Test
    void roleMuteAndBanAreToldWhole() {
        Http owner = someone();
        Http member = someone();
        String room = owner.room("PUBLIC");
        String path = "/api/rooms/" + room;
        String until = "2099-01-02T03:04:05.678Z";

        assertThat(
                        owner.put(path + "/members/" + member.id(), "{\"role\":\"MODERATOR\"}")
                                .text("role"))
                .isEqualTo("MODERATOR");
        Answer muted =
                owner.put(path + "/mutes/" + member.id(), "{\"until\":\"%s\"}".formatted(until));
        assertThat(muted.text("until")).isEqualTo(until);
        assertThat(muted.text("role")).isEqualTo("MODERATOR");
        assertThat(owner.put(path + "/mutes/" + member.id(), "{}").body().has("until")).isFalse();
        assertThat(owner.put(path + "/mutes/" + member.id()).status()).isEqualTo(200);
        Answer banned =
                owner.put(path + "/bans/" + member.id(), "{\"until\":\"%s\"}".formatted(until));
        assertThat(banned.text("status")).isEqualTo("BANNED");
        assertThat(owner.delete(path + "/bans/" + member.id()).status()).isEqualTo(204);
        assertThat(owner.delete(path + "/bans/" + member.id()).status()).isEqualTo(204);
        assertThat(owner.delete(path + "/mutes/" + member.id()).status()).isEqualTo(204);

        await().until(() -> membershipsOf(room).size() == 7);
        List<MembershipState> told = membershipsOf(room);
        assertThat(told)
                .extracting(MembershipState::getVersion)
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(told.subList(1, 7))
                .extracting(
                        MembershipState::getStatus,
                        state -> state.getRole().name(),
                        state -> end(state.hasMutedUntil(), state.getMutedUntil()),
                        state -> end(state.hasBannedUntil(), state.getBannedUntil()))
                .containsExactly(
                        tuple(MembershipStatus.MEMBERSHIP_STATUS_MEMBER, "ROLE_MODERATOR", "", ""),
                        tuple(
                                MembershipStatus.MEMBERSHIP_STATUS_MEMBER,
                                "ROLE_MODERATOR",
                                until,
                                ""),
                        tuple(
                                MembershipStatus.MEMBERSHIP_STATUS_MEMBER,
                                "ROLE_MODERATOR",
                                "9999-12-31T23:59:59Z",
                                ""),
                        tuple(
                                MembershipStatus.MEMBERSHIP_STATUS_BANNED,
                                "ROLE_MEMBER",
                                "9999-12-31T23:59:59Z",
                                until),
                        tuple(
                                MembershipStatus.MEMBERSHIP_STATUS_LEFT,
                                "ROLE_MEMBER",
                                "9999-12-31T23:59:59Z",
                                ""),
                        tuple(MembershipStatus.MEMBERSHIP_STATUS_LEFT, "ROLE_MEMBER", "", ""));
        assertThat(told).extracting(MembershipState::getChangedBy).containsOnly(owner.id());
    }

    private static String end(boolean set, Timestamp at) {
        return set ? Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).toString() : "";
    }

    @Test
    void whoIsBannedIsListedForStaffAndEntersAgainOnlyAfterwards() {
        Http owner = someone();
        Http banned = someone();
        String path = "/api/rooms/" + owner.room("PUBLIC");
        banned.put(path + "/members/me", "{}");

        assertThat(owner.put(path + "/bans/" + banned.id()).body().has("until")).isFalse();

        assertThat(banned.put(path + "/members/me").code()).isEqualTo("banned");
        assertThat(owner.put(path + "/members/" + banned.id(), "{}").code()).isEqualTo("banned");
        assertThat(owner.get(path + "/members").body().get("items").size()).isEqualTo(1);
        assertThat(owner.get(path + "/bans").body().get("items").get(0).get("id").asString())
                .isEqualTo(banned.id());
        assertThat(banned.get(path + "/bans").code()).isEqualTo("not-a-member");

        // As if it had been for an hour only.
        jdbc.sql("UPDATE memberships SET banned_until = ? WHERE member_id = ?")
                .param(System.currentTimeMillis() - 1)
                .param(banned.id())
                .update();
        assertThat(banned.put(path + "/members/me").text("role")).isEqualTo("MEMBER");
        assertThat(owner.get(path + "/bans").body().get("items").size()).isZero();
    }

    @Test
    void rulesAndNameAreChangedAndToldOnce() {
        Http owner = someone();
        String room = owner.room("PRIVATE");
        String path = "/api/rooms/" + room;

        Answer changed =
                owner.patch(
                        path, "{\"name\":\" Neu \",\"posting\":\"STAFF\",\"slowModeSeconds\":300}");
        assertThat(owner.patch(path, "{\"name\":\"Neu\"}").status()).isEqualTo(200);
        assertThat(owner.patch(path, "{}").status()).isEqualTo(200);

        assertThat(changed.text("name")).isEqualTo("Neu");
        assertThat(changed.text("entry")).isEqualTo("EVERYONE");
        assertThat(changed.body().get("slowModeSeconds").asInt()).isEqualTo(300);
        assertThat(owner.get(path).text("posting")).isEqualTo("STAFF");
        owner.patch(path, "{\"entry\":\"ADMINS\"}");
        await().until(() -> statesOf(room).size() == 3);
        RoomState told = statesOf(room).get(1);
        assertThat(told.getName()).isEqualTo("Neu");
        assertThat(told.getPosting()).isEqualTo(PostingRule.POSTING_RULE_STAFF);
        assertThat(told.getVersion()).isEqualTo(3);
        assertThat(statesOf(room).getLast().getVersion()).isEqualTo(4);
    }

    @Test
    void aDeletedRoomIsGoneForAllAndItsLogIsTold() {
        Http owner = someone();
        Http member = someone();
        String room = owner.room("PUBLIC");
        String path = "/api/rooms/" + room;
        member.put(path + "/members/me");

        assertThat(member.delete(path).code()).isEqualTo("forbidden");
        assertThat(owner.delete(path).status()).isEqualTo(204);

        assertThat(owner.delete(path).code()).isEqualTo("not-found");
        assertThat(owner.get(path).code()).isEqualTo("not-found");
        assertThat(owner.get(path + "/members").code()).isEqualTo("not-found");
        assertThat(owner.get(path + "/bans").code()).isEqualTo("not-found");
        assertThat(owner.patch(path, "{\"name\":\"B\"}").code()).isEqualTo("not-found");
        assertThat(member.put(path + "/members/me").code()).isEqualTo("not-found");
        assertThat(member.delete(path + "/members/me").code()).isEqualTo("not-found");
        assertThat(member.get("/api/rooms").body().get("items").size()).isZero();
        await().until(() -> !ends(room).isEmpty());
        assertThat(statesOf(room).getLast().getStatus()).isEqualTo(RoomStatus.ROOM_STATUS_DELETED);
        assertThat(statesOf(room).getLast().getVersion()).isEqualTo(4);
        assertThat(statesOf(room).getLast().getName()).isEqualTo("A room");
        assertThat(ends(room)).containsExactly(owner.id());
    }

    private static List<String> ends(String room) {
        return valuesOf(room, Topics.messages(TestKafka.LAYOUT.epoch()), MessageEvent.parser())
                .stream()
                .map(event -> event.getRoomDeleted().getDeletedBy())
                .toList();
    }

    @Test
    void aDirectRoomThatIsLeftIsOutOfSightUntilTheNextMessage() {
        Http ann = someone();
        Http bob = someone();
        String room = direct(ann, bob).text("id");
        await().until(() -> membershipsOf(room).size() == 2);

        assertThat(ann.delete("/api/rooms/" + room + "/members/me").status()).isEqualTo(204);

        assertThat(listed(ann)).isEmpty();
        assertThat(listed(bob)).containsExactly(room);
        JsonNode peer = bob.get("/api/rooms").body().get("items").get(0).get("peer");
        assertThat(peer.get("id").asString()).isEqualTo(ann.id());
        assertThat(peer.get("displayName").asString()).isEqualTo("Some One");
        assertThat(ann.get("/api/rooms/" + room).status()).isEqualTo(200);

        activity(room, 7);
        assertThat(listed(ann)).containsExactly(room);

        ann.delete("/api/rooms/" + room + "/members/" + ann.id());
        assertThat(listed(ann)).isEmpty();
        activity(room, 8);
        assertThat(listed(ann)).containsExactly(room);
        ann.delete("/api/rooms/" + room + "/members/me");

        Answer again = direct(ann, bob);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(room);
        assertThat(listed(ann)).containsExactly(room);
        // Nobody else was told anything: the next change has the next version.
        assertThat(
                        jdbc.sql("SELECT version FROM rooms WHERE id = ?")
                                .param(room)
                                .query(Long.class)
                                .single())
                .isEqualTo(3);
    }

    private static List<String> listed(Http member) {
        return member.get("/api/rooms")
                .body()
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    private void activity(String room, long position) {
        jdbc.sql(
                        """
                        INSERT INTO room_activity
                          (room_id, position, last_at, sender_id, preview, message_id, last_change)
                        VALUES (:room, :position, 1, 'x', 'x', 'x', :position)
                        ON DUPLICATE KEY UPDATE position = :position
                        """)
                .param("room", room)
                .param("position", position)
                .update();
    }

    @Test
    void administratorsEnterWhereOnlyTheyMay() {
        Http owner = someone();
        Http stranger = someone();
        Http admin = http().signIn("admin", "not-the-usual-one");
        String path =
                "/api/rooms/"
                        + owner.post(
                                        "/api/rooms",
                                        "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"entry\":\"ADMINS\"}")
                                .text("id");

        assertThat(stranger.put(path + "/members/me").code()).isEqualTo("admins-only");
        assertThat(admin.put(path + "/members/me").text("role")).isEqualTo("MEMBER");
        assertThat(admin.put(path + "/members/" + stranger.id()).status()).isEqualTo(200);
        assertThat(stranger.put(path + "/members/" + someone().id()).code())
                .isEqualTo("admins-only");
    }
}
