package dev.roomlog.edge.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class DuplicateWindowTest {

    private static final long D = 1_000;

    private final DuplicateWindow window = new DuplicateWindow(Duration.ofMillis(D));
    private final MessageId id = MessageId.random();

    @Test
    void recognisesARepetitionUpToTheVeryEndOfTheWindow() {
        assertThat(window.repeats(id, at(1), 5_000)).isFalse();
        assertThat(window.repeats(id, at(2), 5_000 + D)).isTrue();

        assertThat(window.firstOf(id)).contains(at(1));
    }

    @Test
    void doesNotRecogniseARepetitionAfterTheWindow() {
        window.repeats(id, at(1), 5_000);

        assertThat(window.repeats(id, at(2), 5_001 + D)).isFalse();
        assertThat(window.firstOf(id)).contains(at(2));
    }

    @Test
    void doesNotTakeOneMessageForAnother() {
        window.repeats(id, at(1), 5_000);

        assertThat(window.repeats(MessageId.random(), at(2), 5_000)).isFalse();
    }

    /**
     * "If an earlier one with the same ID lies within D before it": the earlier one may be a
     * repetition itself. An edge that began to read between the two must come to the same result.
     */
    @Test
    void recognisesTheRepetitionOfARepetition() {
        window.repeats(id, at(1), 5_000);
        window.repeats(id, at(2), 5_800);

        assertThat(window.repeats(id, at(3), 6_600)).isTrue();
        assertThat(window.firstOf(id)).contains(at(1));
    }

    @Test
    void forgetsWhatLeftTheWindow() {
        for (int i = 0; i < 100; i++) {
            window.repeats(MessageId.random(), at(i), 5_000 + i);
        }
        window.repeats(id, at(100), 9_000);

        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void judgesAsTheLogAloneSays() {
        Random random = new Random(7);
        MessageId[] ids = {id, MessageId.random(), MessageId.random(), MessageId.random()};
        Map<MessageId, Long> lastAppend = new HashMap<>();
        long now = 10_000;

        for (int offset = 0; offset < 5_000; offset++) {
            now += random.nextInt(900);
            MessageId next = ids[random.nextInt(ids.length)];
            boolean within = lastAppend.getOrDefault(next, -D - 1) >= now - D;
            lastAppend.put(next, now);

            assertThat(window.repeats(next, at(offset), now))
                    .as("offset %d", offset)
                    .isEqualTo(within);
        }
    }

    private static Position at(long offset) {
        return RoomRecords.at(offset);
    }
}
