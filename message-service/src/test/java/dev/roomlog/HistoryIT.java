package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.RoomKind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryIT {

    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");

    private ServiceUnderTest service;
    private HistoryClient history;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        service = new ServiceUnderTest(folder);
        history = new HistoryClient(service);
        service.createTopics();
        service.start();
        service.awaitReady();
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    void showsWhatWasSaidInTheOrderOfTheLog() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        Appended first = service.post(room, ANNA, "one");
        Appended second = service.post(room, BEN, "two");

        JsonNode page = history.awaitPage(room, ANNA, "", second);

        assertThat(HistoryClient.clientIds(page)).containsExactly("one", "two");
        JsonNode message = page.get("items").get(0);
        assertThat(message.get("position").asLong())
                .isEqualTo(Position.of(1, first.offset()).value());
        assertThat(message.get("id").asString())
                .isEqualTo(MessageId.derive(room, ANNA, new ClientMessageId("one")).toString());
        assertThat(message.get("roomId").asString()).isEqualTo(room.toString());
        assertThat(message.get("senderId").asString()).isEqualTo("anna");
        assertThat(message.get("text").asString()).isEqualTo("text of one");
        assertThat(message.get("sentAt").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(message.get("sentAt").asString())).isEqualTo(first.appendedAt());
        assertThat(message.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "roomId",
                        "position",
                        "senderId",
                        "clientMessageId",
                        "text",
                        "mentions",
                        "sentAt",
                        "reactions");
    }

    @Test
    void pagesFromBothSidesOfAPosition() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        List<Appended> said = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            said.add(service.post(room, ANNA, "m" + i));
        }
        history.awaitPage(room, ANNA, "", said.getLast());
        long third = Position.of(1, said.get(3).offset()).value();

        assertPage(history.page(room, ANNA, "?limit=2"), true, false, "m5", "m6");
        assertPage(
                history.page(room, ANNA, "?limit=7"),
                false,
                false,
                "m0",
                "m1",
                "m2",
                "m3",
                "m4",
                "m5",
                "m6");
        assertPage(history.page(room, ANNA, "?limit=2&before=" + third), true, true, "m1", "m2");
        assertPage(
                history.page(room, ANNA, "?limit=3&before=" + third),
                false,
                true,
                "m0",
                "m1",
                "m2");
        assertPage(history.page(room, ANNA, "?limit=2&after=" + third), true, true, "m4", "m5");
        assertPage(
                history.page(room, ANNA, "?limit=3&after=" + third), true, false, "m4", "m5", "m6");
        assertPage(
                history.page(room, ANNA, "?limit=4&around=" + third),
                true,
                true,
                "m2",
                "m3",
                "m4",
                "m5");
        assertPage(history.page(room, ANNA, "?limit=1&around=" + third), true, true, "m3");
        assertPage(history.page(room, ANNA, "?after=0&limit=1"), false, true, "m0");
        assertPage(history.page(room, ANNA, "?before=0"), false, true);
        assertPage(history.page(room, ANNA, "?after=" + endOf(room)), true, false);
    }

    @Test
    void refusesAPositionBeyondTheLog() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "x"));
        long beyond = endOf(room) + 1;

        for (String place : List.of("before", "after", "around", "changedAfter")) {
            for (long position : List.of(beyond, Position.MAX_VALUE)) {
                HistoryClient.assertProblem(
                        history.get(room, ANNA, "?" + place + "=" + position),
                        400,
                        "invalid-position");
            }
        }
    }

    /** Of the last record. */
    private long endOf(RoomId room) {
        return Position.of(1, service.endOf(room) - 1).value();
    }

    @Test
    void refusesStrangers() {
        RoomId secret = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        RoomId open = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA);
        history.awaitPage(open, ANNA, "", service.post(open, ANNA, "x"));

        HistoryClient.assertProblem(history.get(secret, BEN, ""), 404, "not-found");
        HistoryClient.assertProblem(history.get(RoomId.random(), BEN, ""), 404, "not-found");
        HistoryClient.assertProblem(history.get(open, BEN, ""), 403, "not-a-member");
    }

    @Test
    void hidesADeletedRoom() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA);
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "x"));

        service.delete(room);

        awaitProblem(room, ANNA, 404, "not-found");
    }

    @Test
    void refusesTokensThatAreVoidAndErasedAccounts() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA, BEN);
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "x"));

        service.signOut(room, ANNA, Instant.now().plusSeconds(60));
        service.erase(room, BEN);

        awaitProblem(room, ANNA, 401, "unauthorized");
        awaitProblem(room, BEN, 401, "unauthorized");
    }

    private void awaitProblem(RoomId room, MemberId reader, int status, String code) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() ->
                        HistoryClient.assertProblem(history.get(room, reader, ""), status, code));
    }

    @Test
    void waitsForWhoJoinedAMomentAgo() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        // Patience is for the way through the log, not for a service that has only just started.
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "x"));

        service.join(room, BEN);

        history.get(room, BEN, "").expectStatus().isOk();
    }

    @Test
    void refusesBadTokens() {
        RoomId room = RoomId.random();
        String path = "/api/rooms/" + room + "/messages";

        HistoryClient.assertProblem(service.http().get().uri(path).exchange(), 401, "unauthorized");
        HistoryClient.assertProblem(history.getWith(path, "x.y.z"), 401, "unauthorized");
        HistoryClient.assertProblem(
                history.getWith(path, "eyJhbGciOiJub25lIn0.e30."), 401, "unauthorized");
        String expired = service.token(ANNA, Instant.now().minus(Duration.ofHours(3)));
        HistoryClient.assertProblem(history.getWith(path, expired), 401, "token-expired");
    }

    @Test
    void answersEveryErrorAsAProblem() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        String path = "/api/rooms/" + room + "/messages";

        HistoryClient.assertProblem(
                history.getWith("/api/none", service.token(ANNA)), 404, "not-found");
        HistoryClient.assertProblem(history.get(room, ANNA, "?limit=0"), 400, "invalid-request");
        HistoryClient.assertProblem(history.get(room, ANNA, "?before=x"), 400, "invalid-position");
        HistoryClient.assertProblem(
                history.getWith("/api/rooms/1-1-1-1-1/messages", service.token(ANNA)),
                400,
                "invalid-request");
        HistoryClient.assertProblem(
                service.http()
                        .delete()
                        .uri(path)
                        .headers(headers -> headers.setBearerAuth(service.token(ANNA)))
                        .exchange(),
                405,
                "invalid-request");
        service.http()
                .get()
                .uri("/actuator/health")
                .headers(headers -> headers.setBearerAuth(service.token(ANNA)))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void showsItsMetricsOnTheManagementPort() {
        service.management()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(text -> assertThat(text).contains("roomlog_applied_lag"));
    }

    @Test
    void hasAppliedAlsoWhatTransactionsLeaveAtTheEndOfTheLog() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        MessageEvent erased =
                MessageEvent.newBuilder()
                        .setAuthorErased(AuthorErased.newBuilder().setMemberId("ben"))
                        .build();

        // Known before: the mark is written after the commit was answered. It is no record, but
        // the edges' `gap` may end there.
        long mark = service.endOf(room) + 1;
        service.sendInTransaction(service.message(room, erased));

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        history.page(room, ANNA, "").get("appliedTo").asLong()
                                == Position.of(1, mark).value());
        await().atMost(Duration.ofSeconds(20)).until(() -> service.lag() == 0);
    }

    private static void assertPage(
            JsonNode page, boolean hasBefore, boolean hasAfter, String... clientIds) {
        assertThat(HistoryClient.clientIds(page)).containsExactly(clientIds);
        assertThat(page.get("hasBefore").asBoolean()).describedAs("hasBefore").isEqualTo(hasBefore);
        assertThat(page.get("hasAfter").asBoolean()).describedAs("hasAfter").isEqualTo(hasAfter);
    }
}
