package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.events.v1.RoomKind;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageServiceIT {

    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final JsonMapper json = JsonMapper.shared();
    private ServiceUnderTest service;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        service = new ServiceUnderTest(folder);
        service.start();
        service.management()
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isEqualTo(503);
        service.createTopics();
        awaitReady();
    }

    @AfterAll
    void close() {
        service.close();
        assertThat(ServiceUnderTest.TERMINATIONS).isEmpty();
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        service.management()
                                .get()
                                .uri("/actuator/health/readiness")
                                .exchange()
                                .expectStatus()
                                .isOk());
    }

    @Test
    void showsWhatWasSaidInTheOrderOfTheLog() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        Appended first = service.post(room, ANNA, "one");
        Appended second = service.post(room, BEN, "two");

        JsonNode page = awaitPage(room, ANNA, "", second);

        assertThat(clientIds(page)).containsExactly("one", "two");
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
    void storesARetriedSendOnceAtItsFirstPosition() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        Appended first = service.post(room, ANNA, "again");
        awaitPage(room, ANNA, "", first);
        service.post(room, ANNA, "again");
        service.post(room, ANNA, "again");
        Appended last = service.post(room, ANNA, "other");

        JsonNode page = awaitPage(room, ANNA, "", last);

        assertThat(clientIds(page)).containsExactly("again", "other");
        assertThat(page.get("items").get(0).get("position").asLong())
                .isEqualTo(Position.of(1, first.offset()).value());
    }

    @Test
    void pagesFromBothSidesOfAPosition() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        List<Appended> said = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            said.add(service.post(room, ANNA, "m" + i));
        }
        awaitPage(room, ANNA, "", said.getLast());
        long third = Position.of(1, said.get(3).offset()).value();

        assertPage(page(room, ANNA, "?limit=2"), true, false, "m5", "m6");
        assertPage(
                page(room, ANNA, "?limit=7"),
                false,
                false,
                "m0",
                "m1",
                "m2",
                "m3",
                "m4",
                "m5",
                "m6");
        assertPage(page(room, ANNA, "?limit=2&before=" + third), true, true, "m1", "m2");
        assertPage(page(room, ANNA, "?limit=3&before=" + third), false, true, "m0", "m1", "m2");
        assertPage(page(room, ANNA, "?limit=2&after=" + third), true, true, "m4", "m5");
        assertPage(page(room, ANNA, "?limit=3&after=" + third), true, false, "m4", "m5", "m6");
        assertPage(
                page(room, ANNA, "?limit=4&around=" + third), true, true, "m2", "m3", "m4", "m5");
        assertPage(page(room, ANNA, "?limit=1&around=" + third), true, true, "m3");
        assertPage(page(room, ANNA, "?after=0&limit=1"), false, true, "m0");
        assertPage(page(room, ANNA, "?before=0"), false, true);
        assertPage(page(room, ANNA, "?after=" + Position.MAX_VALUE), true, false);
    }

    @Test
    void appliesEditsReactionsAndDeletions() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        service.post(room, ANNA, "kept");
        service.post(room, ANNA, "gone");
        ByteString kept = MessageId.derive(room, ANNA, new ClientMessageId("kept")).toBytes();
        ByteString gone = MessageId.derive(room, ANNA, new ClientMessageId("gone")).toBytes();
        service.send(
                service.message(
                        room,
                        MessageEvent.newBuilder()
                                .setEdited(
                                        MessageEdited.newBuilder()
                                                .setMessageId(kept)
                                                .setEditorId("anna")
                                                .setText("better"))
                                .build()));
        service.send(
                service.message(
                        room,
                        MessageEvent.newBuilder()
                                .setReaction(
                                        ReactionChanged.newBuilder()
                                                .setMessageId(kept)
                                                .setMemberId("ben")
                                                .setEmoji("👍")
                                                .setSet(true))
                                .build()));
        Appended last =
                service.send(
                        service.message(
                                room,
                                MessageEvent.newBuilder()
                                        .setDeleted(
                                                MessageDeleted.newBuilder()
                                                        .setMessageId(gone)
                                                        .setDeletedBy("anna"))
                                        .build()));

        JsonNode items = awaitPage(room, BEN, "", last).get("items");

        assertThat(items.get(0).get("text").asString()).isEqualTo("better");
        assertThat(items.get(0).has("editedAt")).isTrue();
        assertThat(items.get(0).get("reactions").toString())
                .isEqualTo("{\"👍\":{\"count\":1,\"mine\":true}}");
        assertThat(items.get(1).get("deleted").asBoolean()).isTrue();
        assertThat(items.get(1).has("text")).isFalse();
    }

    @Test
    void putsAPoisonRecordAsideAndGoesOn() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        service.post(room, ANNA, "before");
        OutgoingEvent poison =
                new OutgoingEvent(
                        Topics.messagesName(1),
                        RoomKey.of(room),
                        EventType.POSTED,
                        UUID.randomUUID(),
                        false,
                        ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2, 3}));
        Appended poisoned = service.send(poison);
        Appended last = service.post(room, ANNA, "behind");

        assertThat(clientIds(awaitPage(room, ANNA, "", last))).containsExactly("before", "behind");
        assertThat(deadLetters())
                .anySatisfy(letter -> {
                    assertThat(letter.getTopic()).isEqualTo("chat.messages.e1");
                    assertThat(letter.getPartition()).isEqualTo(poisoned.partition());
                    assertThat(letter.getOffset()).isEqualTo(poisoned.offset());
                    assertThat(letter.getValue()).isEqualTo(poison.value());
                    assertThat(letter.getReader()).isEqualTo("message-service");
                    assertThat(letter.getCause()).isNotBlank();
                });
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        awaitPage(room, ANNA, "", service.post(room, ANNA, "first"));

        service.stop();
        Appended last = service.post(room, ANNA, "meanwhile");
        service.start();
        awaitReady();

        assertThat(clientIds(awaitPage(room, ANNA, "", last)))
                .containsExactly("first", "meanwhile");
    }

    @Test
    void catchesUpWholeWhenTheStoreComesBack() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        awaitPage(room, ANNA, "", service.post(room, ANNA, "m0"));

        service.mongo.stop();
        List<String> said = new ArrayList<>(List.of("m0"));
        for (int i = 1; i < 300; i++) {
            said.add("m" + i);
            service.post(room, ANNA, "m" + i);
        }
        get(room, ANNA, "")
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("service-unavailable");
        service.mongo.start();
        Appended last = service.post(room, ANNA, "last");
        said.add("last");

        awaitPage(room, ANNA, "", last);

        assertThat(walk(room)).isEqualTo(said);
    }

    private List<String> walk(RoomId room) {
        List<String> found = new ArrayList<>();
        long from = 0;
        JsonNode page;
        do {
            page = page(room, ANNA, "?limit=200&after=" + from);
            found.addAll(clientIds(page));
            JsonNode items = page.get("items");
            from = items.get(items.size() - 1).get("position").asLong();
        } while (page.get("hasAfter").asBoolean());
        return found;
    }

    @Test
    void refusesStrangers() {
        RoomId secret = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        RoomId open = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA);
        awaitPage(open, ANNA, "", service.post(open, ANNA, "x"));

        assertProblem(get(secret, BEN, ""), 404, "not-found");
        assertProblem(get(RoomId.random(), BEN, ""), 404, "not-found");
        assertProblem(get(open, BEN, ""), 403, "not-a-member");
    }

    @Test
    void waitsForWhoJoinedAMomentAgo() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        service.join(room, BEN);

        get(room, BEN, "").expectStatus().isOk();
    }

    @Test
    void refusesBadTokens() {
        RoomId room = RoomId.random();
        String path = "/api/rooms/" + room + "/messages";

        assertProblem(service.http().get().uri(path).exchange(), 401, "unauthorized");
        assertProblem(getWith(path, "x.y.z"), 401, "unauthorized");
        assertProblem(getWith(path, "eyJhbGciOiJub25lIn0.e30."), 401, "unauthorized");
        String expired = service.token(ANNA, Instant.now().minus(Duration.ofHours(3)));
        assertProblem(getWith(path, expired), 401, "token-expired");
    }

    @Test
    void answersEveryErrorAsAProblem() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        String path = "/api/rooms/" + room + "/messages";

        assertProblem(getWith("/api/none", service.token(ANNA)), 404, "not-found");
        assertProblem(get(room, ANNA, "?limit=0"), 400, "invalid-request");
        assertProblem(get(room, ANNA, "?before=x"), 400, "invalid-position");
        assertProblem(
                getWith("/api/rooms/1-1-1-1-1/messages", service.token(ANNA)),
                400,
                "invalid-request");
        assertProblem(
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

    private ResponseSpec get(RoomId room, MemberId reader, String query) {
        return getWith("/api/rooms/" + room + "/messages" + query, service.token(reader));
    }

    private ResponseSpec getWith(String path, String token) {
        return service.http()
                .get()
                .uri(path)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private static void assertProblem(ResponseSpec answer, int status, String code) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code)
                .jsonPath("$.type")
                .isEqualTo("https://roomlog.dev/problems/" + code)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.traceId")
                .value(id -> assertThat((String) id).matches("[0-9a-f]{32}"));
    }

    /** The page once history says it has applied what was appended. */
    private JsonNode awaitPage(RoomId room, MemberId reader, String query, Appended appended) {
        long position = Position.of(1, appended.offset()).value();
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> page(room, reader, query),
                        page -> page.get("appliedTo").asLong() >= position);
    }

    private JsonNode page(RoomId room, MemberId reader, String query) {
        byte[] body =
                get(room, reader, query)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return json.readTree(Objects.requireNonNull(body));
    }

    private static List<String> clientIds(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(message -> message.get("clientMessageId").asString())
                .toList();
    }

    private static void assertPage(
            JsonNode page, boolean hasBefore, boolean hasAfter, String... clientIds) {
        assertThat(clientIds(page)).containsExactly(clientIds);
        assertThat(page.get("hasBefore").asBoolean()).describedAs("hasBefore").isEqualTo(hasBefore);
        assertThat(page.get("hasAfter").asBoolean()).describedAs("hasAfter").isEqualTo(hasAfter);
    }

    private List<DeadLetter> deadLetters() {
        List<DeadLetter> found = new ArrayList<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", service.kafka.getBrokersAsString());
        try (var consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < ServiceUnderTest.PARTITIONS; i++) {
                all.add(new TopicPartition(Topics.DEAD_LETTERS.name(), i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (Decoded.deadLetter(each.value())
                            instanceof Decoded.Known<DeadLetter>(DeadLetter letter)) {
                        found.add(letter);
                    }
                }
            }
        }
        return found;
    }
}
