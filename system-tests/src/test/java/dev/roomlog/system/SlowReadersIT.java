package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A twentieth of a busy room's subscribers stop reading. They are told so and closed, come back and
 * get the rest; nobody else loses anything.
 */
class SlowReadersIT {

    private static final int ONE_IN = 20;
    private static final String TEXT = "x".repeat(8_000);

    /** So many are under way at once: together far less than an edge keeps for a connection. */
    private static final int BATCH = 8;

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @Test
    void areToldAndClosedAndComeBackWholeWhileAllOthersGetEverything() {
        Rounds rounds = Rounds.of("slow readers", 100);
        Path folder = SharedStack.newFolder("slow");
        StackOptions options =
                SharedStack.optionsIn(folder)
                        .withEdges(1)
                        .withProperty("websocket-service", "roomlog.edge.outbound-queue", "256KB")
                        // Until this test has noticed, and all that waits has been read.
                        .withProperty("websocket-service", "roomlog.edge.close-within", "2m")
                        .withProperty("websocket-service", "roomlog.edge.sends-per-second", "1000")
                        .withProperty("websocket-service", "roomlog.edge.send-burst", "1000");
        try (LocalStack stack = LocalStack.start(options)) {
            areToldAndClosedAndComeBack(new Installation(stack), rounds);
        } finally {
            SharedStack.delete(folder);
        }
    }

    private void areToldAndClosedAndComeBack(Installation roomlog, Rounds rounds) {
        Part edge = roomlog.stack().part("edge-1");
        Member talker = roomlog.newMember("talker");
        String room = roomlog.newRoom(talker, "PRIVATE");
        try (Crowd crowd = new Crowd(roomlog.stack().gatewayUrl(), room);
                StompUser talking = roomlog.connect(talker)) {
            List<Follower> all = crowd.follow(talker, rounds.times());
            List<Follower> slow = all.subList(0, rounds.times() / ONE_IN);
            List<Follower> others = all.subList(slow.size(), all.size());
            List<Long> acknowledged = new ArrayList<>();

            slow.forEach(Follower::stopReading);
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (Metrics.sum(edge, "roomlog_edge_too_slow_total") < slow.size()) {
                assertThat(System.nanoTime()).as("all are found to be slow").isLessThan(deadline);
                sayTo(others, talking, room, acknowledged);
            }
            slow.forEach(Follower::readOn);
            sayTo(others, talking, room, acknowledged);
            Crowd.await("were closed", slow, follower -> !follower.ends().isEmpty());
            sayTo(others, talking, room, acknowledged);
            crowd.awaitPosition(acknowledged.getLast());

            long[] expected = acknowledged.stream().mapToLong(Long::longValue).toArray();
            for (Follower follower : all) {
                assertThat(follower.positions()).isEqualTo(expected);
                assertThat(follower.gaps()).isEmpty();
            }
            assertThat(others).allSatisfy(other -> assertThat(other.ends()).isEmpty());
            assertThat(slow)
                    .allSatisfy(follower ->
                            assertThat(follower.ends())
                                    .containsExactly(new Follower.End("too-slow", 1013)));
            rounds.report(
                    "slow=%d messages=%d megabytes_each=%.1f lost=0 doubled=0"
                            .formatted(
                                    slow.size(),
                                    expected.length,
                                    expected.length * (double) TEXT.length() / 1e6));
        }
    }

    /** The next only when they have got these: a slow machine makes nobody a slow reader. */
    private static void sayTo(
            List<Follower> listening, StompUser talking, String room, List<Long> acknowledged) {
        List<CompletableFuture<StompUser.Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            sends.add(talking.send(room, TEXT, null));
        }
        sends.forEach(send -> acknowledged.add(StompUser.await(send).position()));
        long last = acknowledged.getLast();
        Crowd.await("came to the others", listening, follower -> follower.last() >= last);
    }
}
