package dev.roomlog.room.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

class ActivityFollowingTest {

    private final InMemoryLastMessages lastMessages = new InMemoryLastMessages();
    private final ActivityFollowing following = new ActivityFollowing(lastMessages);

    @Test
    void theLastMessageIsTheOneShown() {
        following.apply(new Log().posted("a", "ann", "first").posted("b", "bob", "second").events);

        LastMessage last = last();
        assertThat(last.preview()).isEqualTo("second");
        assertThat(last.sender().value()).isEqualTo("bob");
        assertThat(last.position().offset()).isEqualTo(1);
        assertThat(last.at().toEpochMilli()).isEqualTo(1_000);
    }

    @Test
    void anEditChangesThePreviewOfTheLastMessageAndNothingElse() {
        Log log = new Log().posted("a", "ann", "first").posted("b", "bob", "second");
        following.apply(log.edited("a", "not shown").edited("b", "better").events);

        assertThat(last().preview()).isEqualTo("better");
        assertThat(last().position().offset()).isEqualTo(1);
        assertThat(last().at().toEpochMilli()).isEqualTo(1_000);
    }

    @Test
    void whatIsDeletedStaysSoWhateverComesLater() {
        Log log = new Log().posted("a", "ann", "secret").deleted("a");
        following.apply(log.edited("a", "secret").posted("a", "ann", "secret").events);

        assertThat(last().preview()).isNull();
        assertThat(last().position().offset()).isZero();
    }

    @Test
    void anErasedAuthorsWordsAreGoneAndNobodyElses() {
        Log log = new Log().posted("a", "ann", "hers").erased("bob");
        following.apply(log.events);
        assertThat(last().preview()).isEqualTo("hers");

        following.apply(log.erased("ann").edited("a", "hers").events);
        assertThat(last().preview()).isNull();
    }

    @Test
    void aRoomThatEndedHasNoneAlsoWhenSomeoneStillPosted() {
        Log log = new Log().posted("a", "ann", "one").ended().posted("b", "ann", "too late");
        following.apply(log.events);
        following.apply(log.posted("c", "ann", "far too late").events);

        assertThat(lastMessages.all()).isEmpty();
    }

    @Test
    void aRetryOfTheLastMessageIsNoNewOne() {
        Log log = new Log().posted("a", "ann", "one").edited("a", "two");
        following.apply(log.posted("a", "ann", "one").events);

        assertThat(last().preview()).isEqualTo("two");
        assertThat(last().position().offset()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void batchesCutAnyhowAndRepeatedFromAnywhereEndAlike(long seed) {
        Random random = new Random(seed);
        List<RoomLogEvent> log = Log.random(random, 300);
        following.apply(log);
        Map<RoomId, LastMessage> expected = lastMessages.all();

        InMemoryLastMessages others = new InMemoryLastMessages();
        ActivityFollowing other = new ActivityFollowing(others);
        int read = 0;
        while (read < log.size()) {
            int from = random.nextInt(Math.max(0, read - 40), read + 1);
            int to = Math.min(log.size(), Math.max(from, read - 20) + 1 + random.nextInt(60));
            other.apply(log.subList(from, to));
            read = Math.max(read, to);
        }

        assertThat(others.all()).isEqualTo(expected);
    }

    @Test
    void whoAppliesAnOldBatchLateChangesNothing() {
        Log log = new Log().posted("a", "ann", "one");
        StoppedLastMessages stopped = new StoppedLastMessages(lastMessages);
        new ActivityFollowing(stopped).apply(log.events);
        following.apply(log.posted("b", "bob", "two").edited("b", "three").events);

        Objects.requireNonNull(stopped.change).run();

        assertThat(last().preview()).isEqualTo("three");
    }

    private LastMessage last() {
        return Objects.requireNonNull(lastMessages.all().get(Log.ROOM));
    }

    /** Has read, and not yet written. */
    private static final class StoppedLastMessages implements LastMessages {
        private final LastMessages real;
        private @Nullable Runnable change;

        StoppedLastMessages(LastMessages real) {
            this.real = real;
        }

        @Override
        public Map<RoomId, LastMessage> of(java.util.Set<RoomId> rooms) {
            return real.of(rooms);
        }

        @Override
        public void change(java.util.Collection<LastMessage> changed, java.util.Set<RoomId> ended) {
            List<LastMessage> late = List.copyOf(changed);
            change = () -> real.change(late, ended);
        }
    }
}
