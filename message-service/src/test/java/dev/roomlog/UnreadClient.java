package dev.roomlog;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Asks what is unread, and says what was read, as an outside client does. */
final class UnreadClient {

    private final JsonMapper json = JsonMapper.shared();
    private final ServiceUnderTest service;

    /** One room's. */
    record Item(RoomId room, int unread, int mentions, long readPosition) {

        private static Item of(JsonNode body) {
            return new Item(
                    RoomId.of(body.get("roomId").asString()),
                    body.get("unread").asInt(),
                    body.get("mentions").asInt(),
                    body.get("readPosition").asLong());
        }
    }

    UnreadClient(ServiceUnderTest service) {
        this.service = service;
    }

    ResponseSpec put(RoomId room, MemberId member, String body) {
        return service.http()
                .put()
                .uri("/api/rooms/" + room + "/read")
                .headers(headers -> headers.setBearerAuth(service.token(member)))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    Item move(RoomId room, MemberId member, long position) {
        return Item.of(ok(put(room, member, "{\"position\":" + position + "}")));
    }

    ResponseSpec get(MemberId member, String query) {
        return service.http()
                .get()
                .uri("/api/unread" + query)
                .headers(headers -> headers.setBearerAuth(service.token(member)))
                .exchange();
    }

    Item of(MemberId member, RoomId room) {
        return walk(member, 200).stream()
                .filter(item -> item.room().equals(room))
                .findAny()
                .orElseThrow();
    }

    List<Item> walk(MemberId member, int limit) {
        List<Item> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ok(get(member, "?limit=" + limit + cursor));
            page.get("items").forEach(item -> all.add(Item.of(item)));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private JsonNode ok(ResponseSpec answer) {
        byte[] body = answer.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return json.readTree(Objects.requireNonNull(body));
    }
}
