package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.Part;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Twenty talk and twenty listen over three edges, which die and come back at random: each listener
 * sees what was acknowledged, all of it, once, in the order of history.
 */
@ExtendWith(SharedStack.class)
class EdgesIT {

    private static final int EACH = 20;
    private static final Duration INTERVAL = Duration.ofMillis(400);

    /** More than an edge takes to send its clients away. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Installation roomlog;

    EdgesIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @Test
    void losesDoublesAndReordersNothingWhileEdgesDie() {
        Rounds rounds = Rounds.of("edges", 3);
        Random random = rounds.random();
        List<Part> edges = roomlog.stack().edges();
        assertThat(edges).hasSize(3);
        List<Member> speaking = roomlog.newMembers(EACH, "speaking");
        List<Member> hearing = roomlog.newMembers(EACH, "hearing");
        String room = roomlog.newRoom(speaking.getFirst(), "PUBLIC");
        for (List<Member> some : List.of(speaking.subList(1, EACH), hearing)) {
            some.forEach(member -> roomlog.join(room, member).expect(200));
        }

        try (Receivers listening = new Receivers(roomlog, room, hearing);
                Senders talking = new Senders(roomlog, room, INTERVAL, speaking)) {
            for (int i = 0; i < rounds.times(); i++) {
                talking.awaitMore(1 + random.nextInt(20));
                end(edges.get(random.nextInt(edges.size())), random).start().awaitReady();
            }
            talking.awaitMore(1);
            List<Senders.Acknowledged> acknowledged = talking.end();
            long last =
                    acknowledged.stream()
                            .mapToLong(Senders.Acknowledged::position)
                            .max()
                            .orElseThrow();
            listening.await(last);
            List<JsonNode> history = roomlog.history(hearing.getFirst(), room).upTo(last);

            assertThat(history.stream().map(stored -> stored.get("position").longValue()))
                    .containsExactlyElementsOf(
                            acknowledged.stream()
                                    .map(Senders.Acknowledged::position)
                                    .sorted()
                                    .toList());
            talking.assertOrderOfEach(
                    history.stream().map(stored -> stored.get("text").stringValue()).toList());
            for (List<Received> seen : listening.end()) {
                assertThat(seen.stream().map(Received::body).toList()).isEqualTo(history);
            }
            rounds.report(
                    "acknowledged=%d listeners=%d resumed=%d lost=0 doubled=0 reordered=0"
                            .formatted(acknowledged.size(), EACH, listening.timesBack()));
        }
    }

    /** By SIGKILL or by SIGTERM. */
    private static Part end(Part edge, Random random) {
        return random.nextBoolean() ? edge.kill() : edge.stop(GRACE);
    }
}
