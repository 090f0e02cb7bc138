package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Whatever comes, in whatever pieces: frames or a breach, nothing thrown, nothing left unread, no
 * more held than the limit ({@link Streams#outcome} looks after each piece), and the same as in one
 * piece.
 */
class StompFuzzTest {

    private final Run run = Run.of(StompFuzzTest.class, 100_000);
    private final RandomStreams streams = new RandomStreams(run.random());

    private long sound;
    private long unfinished;
    private long malformed;
    private long tooLarge;

    @Test
    void survivesWhateverComes() {
        Duration patience = Duration.ofSeconds(30).plusMillis(run.times());

        assertTimeoutPreemptively(
                patience,
                () -> {
                    for (long i = 0; i < run.times(); i++) {
                        Peer peer = streams.peer();
                        feed(i, peer, streams.stream(peer));
                    }
                });

        assertThat(List.of(sound, unfinished, malformed, tooLarge))
                .as("each way to end is met, by a fiftieth at least")
                .allMatch(met -> met >= run.times() / 50);
        System.out.println(
                "PROOF fuzz times=%d seed=%d sound=%d unfinished=%d malformed=%d too-large=%d"
                        .formatted(
                                run.times(), run.seed(), sound, unfinished, malformed, tooLarge));
    }

    private void feed(long number, Peer peer, byte[] bytes) {
        String[] outcomes = new String[2];
        try {
            outcomes[0] = Streams.whole(peer, bytes);
            outcomes[1] = Streams.outcome(peer, streams.cut(bytes, 20));
        } catch (RuntimeException | Error e) {
            throw new AssertionError(described(number, peer, bytes), e);
        }
        if (!outcomes[0].equals(outcomes[1])) {
            assertThat(outcomes[1]).as(described(number, peer, bytes)).isEqualTo(outcomes[0]);
        }
        count(outcomes[0]);
    }

    private void count(String outcome) {
        if (outcome.contains("!malformed")) {
            malformed++;
        } else if (outcome.contains("!too large")) {
            tooLarge++;
        } else if (outcome.endsWith(Streams.UNFINISHED)) {
            unfinished++;
        } else {
            sound++;
        }
    }

    private String described(long number, Peer peer, byte[] bytes) {
        return "%s, peer %s, %s"
                .formatted(run.input(number), peer, HexFormat.of().formatHex(bytes));
    }
}
