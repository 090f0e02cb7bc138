package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.Part;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/**
 * One of the edges is told to stop while people chat. Its clients are told, by and by, to come back
 * elsewhere; nobody misses anything or gets anything twice.
 */
@ExtendWith(SharedStack.class)
class DrainIT {

    private static final int SENDERS = 4;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Installation roomlog;

    DrainIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @Test
    void movesItsClientsToTheOtherEdgesWithoutLossOrRepetition() {
        Rounds rounds = Rounds.of("drain of an edge", 200);
        Member reader = roomlog.newMember("reader");
        List<Member> writers = roomlog.newMembers(SENDERS, "writer");
        String room = roomlog.newRoom(reader, "PRIVATE", writers.toArray(Member[]::new));
        try (Crowd crowd = new Crowd(roomlog.stack().gatewayUrl(), room)) {
            List<Follower> followers = crowd.follow(reader, rounds.times());
            rounds.report(move(room, writers, crowd, followers));
        }
    }

    /** Returns what to report. */
    private String move(String room, List<Member> writers, Crowd crowd, List<Follower> followers) {
        try (Senders talking = new Senders(roomlog, room, INTERVAL, writers)) {
            talking.awaitAcknowledged(5);
            long began = System.nanoTime();
            Part leaving = roomlog.stack().part("edge-1").stop(Crowd.DEADLINE);
            long stopped = System.nanoTime();
            Crowd.await("all are back", followers, Follower::isSubscribed);
            talking.awaitMore(5);
            long[] acknowledged =
                    talking.end().stream()
                            .mapToLong(Senders.Acknowledged::position)
                            .sorted()
                            .toArray();
            leaving.start().awaitReady();

            crowd.awaitPosition(acknowledged[acknowledged.length - 1]);
            for (Follower follower : followers) {
                assertThat(follower.gaps()).isEmpty();
                assertThat(follower.positions()).isEqualTo(acknowledged);
            }
            List<Follower> moved = followers.stream().filter(f -> !f.ends().isEmpty()).toList();
            assertThat(moved).hasSizeGreaterThan(followers.size() / 4);
            assertThat(moved)
                    .allSatisfy(follower ->
                            assertThat(follower.ends())
                                    .containsExactly(new Follower.End("", 1012)));
            long back = moved.stream().mapToLong(Follower::subscribedAt).max().orElseThrow();
            return "moved=%d acknowledged=%d lost=0 doubled=0 all_back_after=%.1fs stopped_after=%.1fs"
                    .formatted(
                            moved.size(),
                            acknowledged.length,
                            (back - began) / 1e9,
                            (stopped - began) / 1e9);
        }
    }
}
