package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.RoomKind;

import io.micrometer.core.instrument.MeterRegistry;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Who comes back gets what it missed, all of it, once, in order, and then goes on live: from the
 * tail, from the log, and across the two, while the partition is written to. How often and from
 * which starting points: {@code -Droomlog.times}, {@code -Droomlog.seed}.
 */
@ExtendWith(WithEdges.class)
class ResumeIT {

    private static final Duration EACH_MILLISECOND = Duration.ofMillis(1);
    private static final int AT_ONCE = 4;

    /** Starting points lie up to this many messages back: some seconds. */
    private static final int BACK = 8_000;

    /** So many come live before a client leaves. */
    private static final int LIVE = 300;

    private final Edges edges;
    private final RoomLog log;

    ResumeIT(Edges edges) {
        this.edges = edges;
        this.log = new RoomLog(edges, edges.room(RoomKind.ROOM_KIND_PRIVATE, "bob"));
    }

    @Test
    void handsOverWithoutGapOrOverlapUnderLoad() {
        resumeUnderLoad("64MB");
    }

    @Test
    void handsOverWithoutGapOrOverlapWhileTheTailEvicts() {
        assertThat(resumeUnderLoad("1MB")).as("bytes scanned").isPositive();
    }

    private double resumeUnderLoad(String tail) {
        int times = Integer.getInteger("roomlog.times", 50);
        long seed = Long.getLong("roomlog.seed", System.nanoTime() & 0xffff_ffffL);
        System.out.printf("ROUNDS resume times=%d seed=%d tail=%s%n", times, seed, tail);
        Random random = new Random(seed);
        Edges.Edge edge =
                edges.start(
                        "--roomlog.edge.tail-budget=" + tail,
                        "--roomlog.edge.duplicate-window=10s");
        Edges.awaitReady(edge);
        List<Resumed> resumed = new ArrayList<>();
        Instant begun = Instant.now();
        int before;
        try (var _ = new RoomLog.Talk(EACH_MILLISECOND, List.of(log, log.besides()));
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> log.size() > 3_000);
            before = log.size();
            begun = Instant.now();
            List<CompletableFuture<Resumed>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                long one = random.nextLong();
                running.add(CompletableFuture.supplyAsync(() -> resume(edge, one), threads));
            }
            running.forEach(future -> resumed.add(future.join()));
        }
        long millis = Duration.between(begun, Instant.now()).toMillis();

        resumed.forEach(each -> each.assertIsWhatTheLogHolds(log));
        assertThat(metric(edge, "roomlog.edge.gaps")).as("gaps").isZero();
        double scanned = metric(edge, "roomlog.edge.scan.bytes");
        System.out.printf(
                "PROOF resume times=%d seed=%d tail=%s messages=%d rate=%d/s scanned=%.0f%n",
                times,
                seed,
                tail,
                resumed.stream().mapToInt(each -> each.positions.size()).sum(),
                2_000L * (log.size() - before) / millis,
                scanned);
        edge.context().close();
        return scanned;
    }

    /** What a client was sent from a starting point on, until it had seen some live ones. */
    private record Resumed(String from, List<Position> positions, List<String> otherEvents) {

        void take(Received event) {
            if (event.header("x-event").equals("posted")) {
                positions.add(event.position());
            } else {
                otherEvents.add(event.toString());
            }
        }

        void assertIsWhatTheLogHolds(RoomLog log) {
            assertThat(otherEvents).as(from).isEmpty();
            Position last = positions.getLast();
            List<Position> expected =
                    Position.parse(from)
                            .map(after -> log.after(after, last))
                            .orElseGet(() -> log.since(Instant.parse(from), last));
            assertThat(positions).as(from).isEqualTo(expected);
        }
    }

    private Resumed resume(Edges.Edge edge, long seed) {
        Random random = new Random(seed);
        Position start = log.back(random.nextInt(Math.min(BACK, log.size())));
        String from = random.nextInt(4) == 0 ? log.appendedAt(start).toString() : start.toString();
        try (StompClient client = edges.connect(edge, "bob")) {
            Resumed resumed = new Resumed(from, new ArrayList<>(), new ArrayList<>());
            startAt(client, from).forEach(resumed::take);
            Position caughtUp = log.last();
            int live = 0;
            while (live < LIVE && resumed.otherEvents.isEmpty()) {
                resumed.take(client.nextFrame());
                live += resumed.positions.getLast().isAfter(caughtUp) ? 1 : 0;
            }
            return resumed;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came with the receipt, but for the room itself. */
    private List<Received> startAt(StompClient client, String from) throws IOException {
        List<Received> events = client.subscribe(log.room, "x-from:" + from.replace(":", "\\c"));
        return events.subList(1, events.size());
    }

    @Test
    void replaysARoomOfAHundredThousandMessagesWhole() throws IOException {
        log.say(100_000);
        List<Position> all = log.positions();
        Edges.Edge scanning = edges.start("--roomlog.edge.tail-budget=1MB");
        Edges.awaitReady(scanning);

        // The one has all in its tail, the other next to nothing.
        for (Edges.Edge edge : List.of(edges.a, scanning)) {
            try (StompClient client = edges.connect(edge, "bob")) {
                List<Position> positions = new ArrayList<>();
                startAt(client, "first").forEach(event -> positions.add(event.position()));
                while (positions.size() < all.size()) {
                    positions.add(client.nextEvent("posted").position());
                }

                assertThat(positions).isEqualTo(all);
            }
        }
        assertThat(metric(scanning, "roomlog.edge.scan.bytes")).isPositive();
        scanning.context().close();
    }

    @Test
    void namesOneGapWhereTheBoundsEndAndSendsTheRest() throws IOException {
        log.say(5_000);
        Edges.Edge bounded =
                edges.start("--roomlog.edge.tail-budget=100KB", "--roomlog.edge.scan-bytes=400KB");
        Edges.awaitReady(bounded);
        Position after = log.back(4_500);

        try (StompClient client = edges.connect(bounded, "bob")) {
            List<Received> events = new ArrayList<>(startAt(client, after.toString()));
            if (events.isEmpty()) {
                events.add(client.nextEvent("gap"));
            }
            Received gap = events.removeFirst();
            assertThat(gap.header("x-event")).isEqualTo("gap");
            assertThat(gap.json().get("from").longValue()).isEqualTo(after.value());
            Position to = new Position(gap.json().get("to").longValue());
            List<Position> rest = log.after(to, log.last());
            assertThat(rest).hasSizeBetween(500, 4_000);
            log.say(1);

            List<Position> positions = new ArrayList<>();
            events.forEach(event -> positions.add(event.position()));
            while (positions.size() <= rest.size()) {
                positions.add(client.nextEvent("posted").position());
            }
            assertThat(positions).isEqualTo(log.after(to, log.last()));
            assertThat(metric(bounded, "roomlog.edge.gaps")).isEqualTo(1);
        }
        bounded.context().close();
    }

    @Test
    void showsNoRepetitionWhoseFirstLiesBeforeTheStartingPoint() throws IOException {
        MessageId id = MessageId.random();
        log.say(id);
        log.say(10);
        Position after = log.last();
        log.say(10);
        Position repetition = log.say(id);
        log.say(3_000);
        Edges.Edge scanning = edges.start("--roomlog.edge.tail-budget=100KB");
        Edges.awaitReady(scanning);

        try (StompClient client = edges.connect(scanning, "bob")) {
            List<Position> positions = new ArrayList<>();
            startAt(client, after.toString()).forEach(event -> positions.add(event.position()));
            while (!positions.contains(log.last())) {
                positions.add(client.nextEvent("posted").position());
            }

            List<Position> expected = new ArrayList<>(log.after(after, log.last()));
            expected.remove(repetition);
            assertThat(positions).isEqualTo(expected);
        }
        scanning.context().close();
    }

    @Test
    void tellsWhoIsRemovedWhileItIsReplayedTo() throws IOException {
        log.say(20_000);
        RoomId room = log.room;
        Edges.Edge scanning = edges.start("--roomlog.edge.tail-budget=100KB");
        Edges.awaitReady(scanning);

        try (StompClient client = edges.connect(scanning, "bob")) {
            List<Received> events = new ArrayList<>(startAt(client, "first"));
            edges.publish(room, "bob", out(9, MembershipStatus.MEMBERSHIP_STATUS_LEFT));
            Received event = client.nextFrame();
            while (event.header("x-event").equals("posted")) {
                events.add(event);
                event = client.nextFrame();
            }

            assertThat(event.header("x-event")).isEqualTo("member");
            assertThat(event.json().get("change").stringValue()).isEqualTo("removed");
            List<Position> all = log.positions();
            assertThat(events.stream().map(Received::position))
                    .isEqualTo(all.subList(0, events.size()));
            client.subscribeToErrors();
        }
        scanning.context().close();
    }

    private static double metric(Edges.Edge edge, String name) {
        return edge.context()
                .getBean(MeterRegistry.class)
                .get(name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }
}
