package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toMap;

import dev.roomlog.local.Part;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Any process dies by {@code kill -9} while people chat, and starts again: nothing acknowledged is
 * missing from history, nothing is there twice, and the order is the one that was seen.
 */
@ExtendWith(SharedStack.class)
class CrashIT {

    /** Below the rate that a member is allowed. */
    private static final Duration INTERVAL = Duration.ofMillis(60);

    private final Installation roomlog;

    CrashIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge-1",
                "edge-2",
                "message-service",
                "room-service",
                "mongo",
                "mariadb",
                "kafka-1"
            })
    void losesAndDoublesNothingWhenAProcessDies(String victim) {
        Rounds rounds = Rounds.of("crash of " + victim, 1);
        Random random = rounds.random();
        int acknowledged = 0;
        for (int i = 0; i < rounds.times(); i++) {
            acknowledged += losesAndDoublesNothing(victim, random);
        }
        rounds.report("acknowledged=" + acknowledged + " lost=0 doubled=0");
    }

    private int losesAndDoublesNothing(String victim, Random random) {
        Member alice = roomlog.newMember("alice");
        Member bob = roomlog.newMember("bob");
        String room = roomlog.newRoom(alice, "PRIVATE", bob);
        Part part = roomlog.stack().part(victim);
        try (Senders talking = new Senders(roomlog, room, INTERVAL, List.of(alice, bob))) {
            talking.awaitAcknowledged(10 + random.nextInt(20));
            part.kill();
            part.start();
            part.awaitReady();
            talking.awaitMore(20);
            List<Senders.Acknowledged> acknowledged = talking.end();

            long end =
                    acknowledged.stream()
                            .mapToLong(Senders.Acknowledged::position)
                            .max()
                            .orElseThrow();
            List<JsonNode> history = roomlog.history(bob, room).upTo(end);
            List<String> texts = history.stream().map(m -> m.get("text").stringValue()).toList();

            assertThat(texts).as("nothing twice").doesNotHaveDuplicates();
            Map<String, Senders.Acknowledged> missing =
                    acknowledged.stream()
                            .collect(toMap(Senders.Acknowledged::text, Function.identity()));
            for (JsonNode stored : history) {
                Senders.Acknowledged known = missing.remove(stored.get("text").stringValue());
                if (known != null) {
                    assertThat(stored.get("position").longValue()).isEqualTo(known.position());
                    assertThat(stored.get("id").stringValue()).isEqualTo(known.messageId());
                }
            }
            assertThat(missing).as("nothing acknowledged is missing").isEmpty();
            talking.assertOrderOfEach(texts);
            return acknowledged.size();
        }
    }
}
