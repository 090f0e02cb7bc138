package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.events.Appended;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads history as an outside client does. */
final class HistoryClient {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final JsonMapper json = JsonMapper.shared();
    private final ServiceUnderTest service;

    HistoryClient(ServiceUnderTest service) {
        this.service = service;
    }

    ResponseSpec get(RoomId room, MemberId reader, String query) {
        return getWith("/api/rooms/" + room + "/messages" + query, service.token(reader));
    }

    ResponseSpec getWith(String path, String token) {
        return service.http()
                .get()
                .uri(path)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    static void assertProblem(ResponseSpec answer, int status, String code) {
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
    JsonNode awaitPage(RoomId room, MemberId reader, String query, Appended appended) {
        long position = Position.of(1, appended.offset()).value();
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> page(room, reader, query),
                        page -> page.get("appliedTo").asLong() >= position);
    }

    JsonNode page(RoomId room, MemberId reader, String query) {
        byte[] body =
                get(room, reader, query)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return json.readTree(Objects.requireNonNull(body));
    }

    List<String> walk(RoomId room, MemberId reader) {
        List<String> found = new ArrayList<>();
        long from = 0;
        JsonNode page;
        do {
            page = page(room, reader, "?limit=200&after=" + from);
            found.addAll(clientIds(page));
            JsonNode items = page.get("items");
            from = items.get(items.size() - 1).get("position").asLong();
        } while (page.get("hasAfter").asBoolean());
        return found;
    }

    static List<String> clientIds(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(message -> message.get("clientMessageId").asString())
                .toList();
    }
}
