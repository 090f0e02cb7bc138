package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who sends again under the same client message ID has sent once, whatever happens to the edges and
 * to their connections to Kafka, which goes through a proxy here.
 */
class RetryIT {

    private static final int MESSAGES = 6;
    private static final int TIMES = 10;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private final TcpProxy proxy = new TcpProxy();
    private final Edges edges = new Edges(proxy);
    private final RoomId room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    private final AtomicInteger cut = new AtomicInteger();

    RetryIT() throws IOException {}

    @AfterEach
    void end() throws IOException {
        edges.close();
        proxy.close();
    }

    @Test
    void isOneMessageHoweverOftenItIsSentWhileEdgesAndKafkasConnectionsEnd() throws IOException {
        long seed = Long.getLong("roomlog.seed", System.nanoTime() & 0xffff_ffffL);
        System.out.printf("ROUNDS retry times=%d seed=%d%n", MESSAGES, seed);
        Random random = new Random(seed);
        List<Edges.Edge> sending = new ArrayList<>(List.of(edges.a, edges.b, startReady()));
        StompClient bob = edges.connect(edges.b, "bob");
        bob.subscribe(room);
        List<Position> first = new ArrayList<>();

        try (ScheduledExecutorService flapping = Executors.newSingleThreadScheduledExecutor()) {
            var _ =
                    flapping.scheduleWithFixedDelay(
                            () -> cut.addAndGet(proxy.cut()), 100, 400, TimeUnit.MILLISECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                Set<String> ids = new HashSet<>();
                Set<Position> positions = new HashSet<>();
                String clientMessageId = "c-" + i;
                for (int j = 0; j < TIMES; j++) {
                    if (random.nextInt(40) == 0) {
                        sending.set(2, anotherFor(sending.get(2)));
                    }
                    Edges.Edge edge = sending.get(random.nextInt(sending.size()));
                    Received receipt = sendUntilAcknowledged(edge, clientMessageId);
                    ids.add(receipt.header("message-id"));
                    positions.add(receipt.position());
                }
                assertThat(ids).as("message %d", i).hasSize(1);
                assertThat(positions).as("message %d", i).hasSize(1);
                first.addAll(positions);
            }
        }

        for (Position position : first) {
            assertThat(bob.nextEvent("posted").position()).isEqualTo(position);
        }
        assertThat(cut).as("connections to Kafka that were cut").hasPositiveValue();
        bob.close();
    }

    private Edges.Edge startReady() {
        Edges.Edge edge = edges.start();
        Edges.awaitReady(edge);
        return edge;
    }

    private Edges.Edge anotherFor(Edges.Edge edge) {
        edge.context().close();
        return startReady();
    }

    /** A connection for each: what an edge could not acknowledge in time may end in ERROR. */
    private Received sendUntilAcknowledged(Edges.Edge edge, String clientMessageId)
            throws IOException {
        while (true) {
            try (StompClient alice = edges.connect(edge, "alice")) {
                alice.sendTo(room, "once", "x-client-message-id:" + clientMessageId);
                Received answer = alice.nextFrame();
                if (answer.command().equals("RECEIPT")) {
                    return answer;
                }
                assertThat(answer.header("message"))
                        .isIn("outcome-unknown", "service-unavailable", "rate-limited");
            }
        }
    }

    @Test
    void recognisesARepetitionWithinTheWindowAndRefusesOneAfterItByTheAgeOfItsId()
            throws IOException {
        Edges.Edge edge =
                edges.start("--roomlog.edge.duplicate-window=" + WINDOW.toMillis() + "ms");
        Edges.awaitReady(edge);
        StompClient alice = edges.connect(edge, "alice");
        StompClient bob = edges.connect(edge, "bob");
        bob.subscribe(room);
        String version7 = "x-client-message-id:" + version7();

        Received first = alice.post(room, "once", version7);
        Received again = alice.post(room, "once", version7);
        Received other = alice.post(room, "other", "x-client-message-id:no-uuid");
        awaitEndOfWindow();

        assertThat(again.position()).isEqualTo(first.position());
        assertThat(bob.nextEvent("posted").position()).isEqualTo(first.position());
        assertThat(bob.nextEvent("posted").position()).isEqualTo(other.position());
        alice.sendTo(room, "once", version7);
        assertThat(alice.next("ERROR").header("message")).isEqualTo("stale-message-id");
        // The age of the other cannot be told: once the log has gone on it is shown again, under
        // the ID that history knows it by.
        try (StompClient back = edges.connect(edge, "alice")) {
            back.post(room, "the log goes on", "x-client-message-id:later");
            Received later = back.post(room, "other", "x-client-message-id:no-uuid");
            assertThat(later.position().isAfter(other.position())).isTrue();
            assertThat(later.header("message-id")).isEqualTo(other.header("message-id"));
        }
        bob.close();
    }

    private static void awaitEndOfWindow() {
        Instant end = Instant.now().plus(WINDOW);
        Awaitility.await().atMost(WINDOW.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
    }

    private static String version7() {
        long millis = System.currentTimeMillis();
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0001L).toString();
    }
}
