package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A room's history over REST. */
final class History {

    private final Rest rest;
    private final Member reader;
    private final String path;

    History(Rest rest, Member reader, String room) {
        this.rest = rest;
        this.reader = reader;
        this.path = "/api/rooms/" + room + "/messages";
    }

    /**
     * Waits until history has applied the log up to a position, then reads all of it, page by page,
     * oldest first.
     */
    List<JsonNode> upTo(long position) {
        Awaitility.await("history up to " + position)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> page("?limit=1").get("appliedTo").longValue() >= position);
        List<JsonNode> all = new ArrayList<>();
        long after = 0;
        JsonNode page;
        do {
            page = page("?after=" + after + "&limit=200");
            for (JsonNode item : page.get("items")) {
                assertThat(item.get("position").longValue()).isGreaterThan(after);
                after = item.get("position").longValue();
                all.add(item);
            }
        } while (page.get("hasAfter").booleanValue());
        return all;
    }

    /** Waits until history knows, too, that the reader may not read. */
    void awaitRefused(String code) {
        Awaitility.await(reader.username() + " is refused history")
                .atMost(Duration.ofSeconds(10))
                .until(() -> rest.get(path, reader).status() != 200);
        rest.get(path, reader).expectRefused(code);
    }

    JsonNode page(String query) {
        return rest.get(path + query, reader).expect(200);
    }
}
