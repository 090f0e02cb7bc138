package dev.roomlog.system;

import static dev.roomlog.system.BenchmarkPage.percentile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Appended;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.local.LocalStack;
import dev.roomlog.local.StackOptions;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * How long {@code GET /api/unread} takes a member of a thousand rooms, in each of which it has a
 * hundred messages to read. No part of {@code verify}: {@code -Dit.test} starts it. It writes
 * {@code docs/benchmarks/unread.md}.
 */
class UnreadBenchmark {

    private static final int ROOMS = 1_000;
    private static final int MESSAGES = 100;
    private static final int LARGEST_PAGE = 200;
    private static final Duration TARGET = Duration.ofMillis(50);

    @Test
    void tellsOfAThousandRoomsInAMoment() {
        Rounds rounds = Rounds.of("unread", 2_000);
        Path folder = SharedStack.newFolder("benchmark");
        try (LocalStack stack = LocalStack.start(StackOptions.in(folder).withPort(0))) {
            Installation roomlog = new Installation(stack);
            Member owner = roomlog.newMember("owner");
            Member reader = roomlog.newMember("reader");
            List<RoomId> rooms = new ArrayList<>();
            for (int i = 0; i < ROOMS; i++) {
                rooms.add(RoomId.of(roomlog.newRoom(owner, "PRIVATE", reader)));
            }
            fill(stack.bootstrapServers(), rooms, owner, reader);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .until(() -> unread(roomlog, reader) == ROOMS * MESSAGES);

            List<Long> page = measure(rounds.times(), () -> page(roomlog, reader, "?limit=50"));
            List<Long> large =
                    measure(rounds.times(), () -> page(roomlog, reader, "?limit=" + LARGEST_PAGE));
            List<Long> all = measure(rounds.times() / 5, () -> unread(roomlog, reader));

            new BenchmarkPage("unread")
                    .add(
                            """
                            # What is unread in a thousand rooms

                            `GET /api/unread` through the gateway for a member of %,d rooms with %d unread messages in each, every tenth of which mentions it. Target: 99th percentile of a page at most %d ms.

                            | | p50 | p99 | longest |
                            |---|---|---|---|
                            """
                                    .formatted(ROOMS, MESSAGES, TARGET.toMillis()))
                    .add(row("a page of 50 rooms", page))
                    .add(row("a page of 200 rooms", large))
                    .add(row("all rooms, five pages one after the other", all))
                    .add(
                            "\n%,d calls for a page, after 300 that are not counted.\n"
                                    .formatted(rounds.times()))
                    .write(UnreadBenchmark.class);
            assertThat(percentile(page, 99)).isLessThanOrEqualTo(TARGET.toNanos());
            assertThat(percentile(large, 99)).isLessThanOrEqualTo(TARGET.toNanos());
        } finally {
            SharedStack.delete(folder);
        }
    }

    private static List<Long> measure(int times, Runnable call) {
        for (int i = 0; i < 300; i++) {
            call.run();
        }
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            call.run();
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }

    private static JsonNode page(Installation roomlog, Member reader, String query) {
        return roomlog.rest().get("/api/unread" + query, reader).expect(200);
    }

    /** In all rooms together. */
    private static int unread(Installation roomlog, Member reader) {
        int unread = 0;
        String cursor = "";
        do {
            JsonNode page = page(roomlog, reader, "?limit=" + LARGEST_PAGE + cursor);
            for (JsonNode item : page.get("items")) {
                unread += item.get("unread").intValue();
            }
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
        } while (!cursor.isEmpty());
        return unread;
    }

    private static void fill(
            String bootstrapServers, List<RoomId> rooms, Member sender, Member mentioned) {
        try (EventProducer producer =
                EventProducer.connect(
                        Map.of("bootstrap.servers", bootstrapServers), Duration.ofMillis(20))) {
            for (int i = 0; i < MESSAGES; i++) {
                List<CompletableFuture<Appended>> sent = new ArrayList<>();
                for (RoomId room : rooms) {
                    MessagePosted.Builder posted =
                            MessagePosted.newBuilder()
                                    .setMessageId(MessageId.random().toBytes())
                                    .setSenderId(sender.id())
                                    .setText("message " + i);
                    if (i % 10 == 0) {
                        posted.addMentions(mentioned.id());
                    }
                    var event = MessageEvent.newBuilder().setPosted(posted).build();
                    sent.add(producer.send(OutgoingEvent.message(1, room, event)));
                }
                sent.forEach(CompletableFuture::join);
            }
        }
    }

    private static String row(String what, List<Long> nanos) {
        return "| %s | %.1f ms | %.1f ms | %.1f ms |%n"
                .formatted(
                        what,
                        percentile(nanos, 50) / 1e6,
                        percentile(nanos, 99) / 1e6,
                        percentile(nanos, 100) / 1e6);
    }
}
