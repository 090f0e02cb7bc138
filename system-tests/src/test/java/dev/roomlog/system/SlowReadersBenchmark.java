package dev.roomlog.system;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What a room's other subscribers, and the edge's memory, feel of a twentieth of them that do not
 * read. No part of {@code verify}: {@code -Dit.test} starts it. It writes {@code
 * docs/benchmarks/slow-readers.md}.
 */
class SlowReadersBenchmark {

    private static final int ONE_IN = 20;
    private static final int TEXT_BYTES = 8_000;
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(100);

    /**
     * A client that does not read is sent some 8 MB before its queue in the edge begins to fill.
     */
    private static final Duration LONG_PHASE = Duration.ofSeconds(125);

    private static final Duration SHORT_PHASE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** One row of the table. */
    private record Phase(String what, Latencies latencies, List<Double> heapMb, int tooSlow) {

        double p99() {
            return latencies.percentile(99);
        }

        String row() {
            return "| %s | %,d | %.1f ms | %.1f ms | %.1f ms | %d |%n"
                    .formatted(
                            what,
                            latencies.count(),
                            latencies.percentile(50),
                            p99(),
                            latencies.percentile(100),
                            tooSlow);
        }

        String heapRow() {
            return "| %s | %s |%n"
                    .formatted(
                            what,
                            heapMb.stream()
                                    .map("%.0f"::formatted)
                                    .collect(Collectors.joining(" ")));
        }
    }

    @Test
    void delayNobodyAndCostNoMemory() {
        Rounds rounds = Rounds.of("slow readers", 1_000);
        Path folder = SharedStack.newFolder("benchmark");
        StackOptions options =
                StackOptions.in(folder)
                        .withEdges(1)
                        .withProperty("websocket-service", "roomlog.edge.sends-per-second", "1000");
        try (LocalStack stack = LocalStack.start(options)) {
            Installation roomlog = new Installation(stack);
            Member talker = roomlog.newMember("talker");
            String room = roomlog.newRoom(talker, "PRIVATE");
            try (Crowd crowd = new Crowd(stack.gatewayUrl(), room);
                    StompUser talking = roomlog.connect(talker)) {
                List<Follower> all = crowd.follow(talker, rounds.times());
                List<Follower> slow = all.subList(0, rounds.times() / ONE_IN);
                List<Follower> others = all.subList(slow.size(), all.size());
                Part edge = stack.part("edge-1");
                List<Phase> phases = new ArrayList<>();
                // What the compilers have not seen yet is not counted.
                measure("warm-up", Duration.ofSeconds(15), talking, room, others, edge);
                phases.add(measure("all read", SHORT_PHASE, talking, room, others, edge));
                slow.forEach(Follower::stopReading);
                phases.add(
                        measure(
                                slow.size() + " do not read",
                                LONG_PHASE,
                                talking,
                                room,
                                others,
                                edge));
                slow.forEach(Follower::readOn);
                crowd.awaitPosition(others.getFirst().last());
                phases.add(measure("all read again", SHORT_PHASE, talking, room, others, edge));
                write(rounds, slow.size(), phases);
            }
        } finally {
            SharedStack.delete(folder);
        }
    }

    private static Phase measure(
            String what,
            Duration phase,
            StompUser talking,
            String room,
            List<Follower> others,
            Part edge) {
        Latencies latencies = new Latencies();
        others.forEach(other ->
                other.tell((_, beginning) -> latencies.add(System.nanoTime() - sentAt(beginning))));
        double tooSlow = Metrics.sum(edge, "roomlog_edge_too_slow_total");
        List<Double> heapMb = new ArrayList<>();
        List<CompletableFuture<StompUser.Receipt>> sends = new ArrayList<>();
        try (ScheduledExecutorService words = Executors.newSingleThreadScheduledExecutor()) {
            var talk =
                    words.scheduleAtFixedRate(
                            () -> sends.add(talking.send(room, text(), null)),
                            0,
                            BETWEEN_WORDS.toMillis(),
                            TimeUnit.MILLISECONDS);
            for (long i = 0; i <= phase.dividedBy(BETWEEN_LOOKS); i++) {
                heapMb.add(heapMb(edge));
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            talk.cancel(false);
        }
        long last = StompUser.await(sends.getLast()).position();
        Crowd.await("came to the others", others, other -> other.last() >= last);
        double closed = Metrics.sum(edge, "roomlog_edge_too_slow_total") - tooSlow;
        return new Phase(what, latencies, heapMb, (int) closed);
    }

    private static double heapMb(Part edge) {
        return Metrics.heapBytes(edge) / 1e6;
    }

    /** Begins with the time. */
    private static String text() {
        String now = System.nanoTime() + " ";
        return now + "x".repeat(TEXT_BYTES - now.length());
    }

    private static long sentAt(String message) {
        int from = message.indexOf("\"text\":\"") + 8;
        return Long.parseLong(message.substring(from, message.indexOf(' ', from)));
    }

    private static void write(Rounds rounds, int slow, List<Phase> phases) {
        double without = (phases.getFirst().p99() + phases.getLast().p99()) / 2;
        double with = phases.get(1).p99();
        new BenchmarkPage("slow-readers")
                .add(
                        """
                        # Slow readers

                        What %,d subscribers of one room feel when %d of them stop reading their sockets: time from sending a message until it has come to those who read, through gateway and edge. %.0f messages a second of %,d bytes, all on one edge. The three phases follow each other in one run.

                        | phase | deliveries | p50 | p99 | longest | closed as too slow |
                        |---|---|---|---|---|---|
                        %s
                        p99 with slow readers against without (mean of before and after): **%.2f**. What a slow reader is sent fills the buffers of the kernel on the way first, some 8 MB, then its queue in the edge (1 MB), then it is closed. Afterwards all of them came back and got what they had missed.

                        Heap in use of that edge, in MB, every %d s (the fall is a collection; limit 384 MB):

                        | phase | heap |
                        |---|---|
                        %s\
                        """
                                .formatted(
                                        rounds.times(),
                                        slow,
                                        1e9 / BETWEEN_WORDS.toNanos(),
                                        TEXT_BYTES,
                                        phases.stream()
                                                .map(Phase::row)
                                                .collect(Collectors.joining()),
                                        with / without,
                                        BETWEEN_LOOKS.toSeconds(),
                                        phases.stream()
                                                .map(Phase::heapRow)
                                                .collect(Collectors.joining())))
                .write(SlowReadersBenchmark.class, "-Droomlog.times=" + rounds.times());
    }
}
