package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** How bytes are cut and packed changes nothing, whether they are valid or not. */
class StompSplitTest {

    private final Run run = Run.of(StompSplitTest.class, 500);
    private final RandomStreams streams = new RandomStreams(run.random());

    @Test
    void readsTheSameWhereverTheBytesAreSplit() {
        for (long i = 0; i < run.times(); i++) {
            Peer peer = streams.peer();
            byte[] bytes = streams.stream(peer);

            String input = run.input(i);
            String whole = Streams.whole(peer, bytes);

            for (int split = 0; split <= bytes.length; split++) {
                assertThat(Streams.splitAt(split, peer, bytes))
                        .as("split at %d, %s", split, input)
                        .isEqualTo(whole);
            }
            assertThat(Streams.byteByByte(peer, bytes)).as(input).isEqualTo(whole);
        }
    }

    @Test
    void readsFramesPackedTogetherLikeTheSameOneByOne() {
        long sound = 0;
        for (long i = 0; i < run.times(); i++) {
            Peer peer = streams.peer();
            List<byte[]> frames = someFrames(peer);
            byte[] together = RandomStreams.joined(frames.toArray(byte[][]::new));

            String oneByOne = Streams.outcome(peer, frames);

            assertThat(Streams.whole(peer, together)).as(run.input(i)).isEqualTo(oneByOne);
            assertThat(Streams.outcome(peer, streams.cut(together, 50)))
                    .as(run.input(i))
                    .isEqualTo(oneByOne);
            if (!oneByOne.contains("!")) {
                sound++;
            }
        }
        assertThat(sound).as("streams without a breach").isGreaterThan(run.times() / 10);
    }

    private List<byte[]> someFrames(Peer peer) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            frames.add(streams.frame(peer));
        }
        return frames;
    }
}
