package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomKind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishingIT {

    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");
    private static final MemberId MOD = new MemberId("mod");
    private static final JsonMapper JSON = JsonMapper.shared();

    private ServiceUnderTest service;
    private HistoryClient history;
    private RoomId room = RoomId.random();

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

    @BeforeEach
    void aRoomWithStaff() {
        room = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA, BEN);
        service.join(room, MOD, Role.ROLE_MODERATOR);
        history.awaitPage(room, ANNA, "?limit=1", service.post(room, ANNA, "start"));
    }

    @Test
    void answersWithTheFirstPositionHoweverOftenAndThroughWhateverDoor() {
        Appended throughAnEdge = service.post(room, ANNA, "once");
        long first = Position.of(1, throughAnEdge.offset()).value();

        JsonNode answer = post(ANNA, "{\"text\":\"again\",\"clientMessageId\":\"once\"}");

        assertThat(answer.get("position").asLong()).isEqualTo(first);
        assertThat(answer.get("id").asString())
                .isEqualTo(MessageId.derive(room, ANNA, new ClientMessageId("once")).toString());
        assertThat(post(ANNA, "{\"text\":\"more\",\"clientMessageId\":\"once\"}"))
                .isEqualTo(answer);
        JsonNode other = post(BEN, "{\"text\":\"mine\",\"clientMessageId\":\"once\"}");
        assertThat(other.get("position").asLong()).isGreaterThan(first);
    }

    @Test
    void takesTheKeyFromTheHeaderAndSaysWhereTheMessageIs() {
        String location =
                service.http()
                        .post()
                        .uri(messages())
                        .headers(headers -> headers.setBearerAuth(service.token(ANNA)))
                        .header("Idempotency-Key", "k-1")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"text\":\"hi\",\"mentions\":[\"ben\"]}")
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody()
                        .returnResult()
                        .getResponseHeaders()
                        .getFirst("Location");

        JsonNode message = body(call(HttpMethod.GET, "" + location, BEN, null));
        assertThat(message.get("clientMessageId").asString()).isEqualTo("k-1");
        assertThat(message.get("text").asString()).isEqualTo("hi");
        assertThat(message.get("mentions")).hasSize(1);
        HistoryClient.assertProblem(
                service.http()
                        .post()
                        .uri(messages())
                        .headers(headers -> headers.setBearerAuth(service.token(ANNA)))
                        .header("Idempotency-Key", "k-1")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"text\":\"hi\",\"clientMessageId\":\"k-2\"}")
                        .exchange(),
                400,
                "invalid-request");
    }

    @Test
    void historyShowsEditsReactionsAndDeletionsAtTheirPositions() {
        String id = post(ANNA, "{\"text\":\"good\"}").get("id").asString();

        JsonNode edited = body(call(HttpMethod.PATCH, path(id), ANNA, "{\"text\":\"better\"}"));
        JsonNode reacted = body(call(HttpMethod.PUT, path(id) + "/reactions/👍", BEN, null));
        long last = reacted.get("position").asLong();
        assertThat(last).isGreaterThan(edited.get("position").asLong());
        JsonNode message = changed(edited.get("position").asLong() - 1, last).get(0);
        assertThat(message.get("text").asString()).isEqualTo("better");
        assertThat(message.has("editedAt")).isTrue();
        assertThat(message.get("reactions").get("👍").get("count").asInt()).isEqualTo(1);

        body(call(HttpMethod.DELETE, path(id) + "/reactions/👍", BEN, null));
        long gone = body(call(HttpMethod.DELETE, path(id), MOD, null)).get("position").asLong();
        message = changed(last, gone).get(0);
        assertThat(message.has("text")).isFalse();
        assertThat(message.get("deleted").asBoolean()).isTrue();
        assertThat(message.get("reactions")).isEmpty();
        assertThat(body(call(HttpMethod.DELETE, path(id), ANNA, null)).get("position").asLong())
                .isEqualTo(gone);
        HistoryClient.assertProblem(
                call(HttpMethod.PATCH, path(id), ANNA, "{\"text\":\"x\"}"), 409, "conflict");
    }

    @Test
    void refusesWhatIsNotTheirs() {
        String id = post(ANNA, "{\"text\":\"good\"}").get("id").asString();
        MemberId eve = new MemberId("eve");

        HistoryClient.assertProblem(
                call(HttpMethod.PATCH, path(id), BEN, "{\"text\":\"x\"}"), 403, "forbidden");
        HistoryClient.assertProblem(call(HttpMethod.DELETE, path(id), BEN, null), 403, "forbidden");
        HistoryClient.assertProblem(
                call(HttpMethod.DELETE, path(id), eve, null), 403, "not-a-member");
        HistoryClient.assertProblem(
                call(HttpMethod.DELETE, path(UUID.randomUUID().toString()), MOD, null),
                404,
                "not-found");
        RoomId other = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        HistoryClient.assertProblem(
                call(HttpMethod.DELETE, "/api/rooms/" + other + "/messages/" + id, ANNA, null),
                404,
                "not-found");
    }

    @Test
    void pagesAnswersToAMessage() {
        String id = post(ANNA, "{\"text\":\"question\"}").get("id").asString();
        for (int i = 0; i < 3; i++) {
            post(
                    BEN,
                    "{\"text\":\"r%d\",\"replyTo\":\"%s\",\"clientMessageId\":\"r%d\"}"
                            .formatted(i, id, i));
        }

        JsonNode first = body(call(HttpMethod.GET, path(id) + "/replies?limit=2", ANNA, null));
        String next = first.get("next").asString();
        JsonNode second =
                body(
                        call(
                                HttpMethod.GET,
                                path(id) + "/replies?limit=2&cursor=" + next,
                                ANNA,
                                null));

        assertThat(HistoryClient.clientIds(first)).containsExactly("r0", "r1");
        assertThat(HistoryClient.clientIds(second)).containsExactly("r2");
        assertThat(second.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "POST||{\"text\":{\"$gt\":\"\"}}|400|invalid-request",
                "POST||{\"text\":\"a\\u0000b\"}|400|invalid-request",
                "POST||{\"text\":\"\\ud800\"}|400|invalid-request",
                "POST||{\"text\":\"a\",\"sender\":\"ben\"}|400|invalid-request",
                "POST||null|400|invalid-request",
                "POST||^^|400|invalid-request",
                "PATCH|/{id}|{\"replyTo\":\"x\",\"text\":\"a\"}|400|invalid-request",
                "PATCH|/{id}|{\"text\":\"\"}|400|invalid-request",
                "PUT|/{id}/reactions/a|^^|400|invalid-request",
                "PUT|/{id}/reactions/%F0%9F%91%8D%F0%9F%91%8D|^^|400|invalid-request",
                "PUT|/{id}/reactions/%ED%A0%80|^^|400|invalid-request",
                "DELETE|/x|^^|400|invalid-request",
                "GET|/{id}/replies?limit=0|^^|400|invalid-request",
                "GET|/{id}/replies?cursor=x|^^|400|invalid-request",
                "GET|/{id}/replies?after=1|^^|400|invalid-request"
            })
    void refusesBadInputAndStoresNothing(
            String method, @Nullable String path, String body, int status, String code) {
        String id = MessageId.derive(room, ANNA, new ClientMessageId("start")).toString();
        long end = service.endOf(room);

        HistoryClient.assertProblem(
                call(
                        HttpMethod.valueOf(method),
                        messages() + (path == null ? "" : path.replace("{id}", id)),
                        ANNA,
                        body),
                status,
                code);

        assertThat(service.endOf(room)).isEqualTo(end);
    }

    @Test
    void boundsATextInBytesAndABodyToo() {
        assertThat(post(ANNA, "{\"text\":\"" + "👍".repeat(2_048) + "\"}").has("id")).isTrue();
        HistoryClient.assertProblem(
                call(
                        HttpMethod.POST,
                        messages(),
                        ANNA,
                        "{\"text\":\"" + "👍".repeat(2_048) + "a\"}"),
                413,
                "too-large");
        HistoryClient.assertProblem(
                call(HttpMethod.POST, messages(), ANNA, "x".repeat(70_000)), 413, "too-large");
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        HistoryClient.assertProblem(
                call(
                        HttpMethod.POST,
                        messages(),
                        ANNA,
                        "{\"text\":\"a\",\"mentions\":" + deep + "}"),
                400,
                "invalid-request");
    }

    private JsonNode changed(long after, long upTo) {
        return history.awaitPage(
                        room,
                        ANNA,
                        "?changedAfter=" + after,
                        new Appended(0, new Position(upTo).offset(), Instant.EPOCH))
                .get("items");
    }

    private String messages() {
        return "/api/rooms/" + room + "/messages";
    }

    private String path(String id) {
        return messages() + "/" + id;
    }

    private JsonNode post(MemberId who, String json) {
        return body(call(HttpMethod.POST, messages(), who, json));
    }

    private ResponseSpec call(HttpMethod method, String path, MemberId who, @Nullable String json) {
        var request =
                service.http()
                        .method(method)
                        .uri(base -> URI.create(base.build() + encoded(path)))
                        .headers(headers -> headers.setBearerAuth(service.token(who)));
        return json == null || json.isEmpty()
                ? request.contentType(MediaType.APPLICATION_JSON).exchange()
                : request.contentType(MediaType.APPLICATION_JSON).bodyValue(json).exchange();
    }

    private static String encoded(String path) {
        return path.replace("👍", "%F0%9F%91%8D");
    }

    private static JsonNode body(ResponseSpec answer) {
        byte[] body =
                answer.expectStatus()
                        .is2xxSuccessful()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(body));
    }
}
