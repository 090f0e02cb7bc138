package dev.roomlog.edge.tail;

import static dev.roomlog.edge.tail.RoomRecords.again;
import static dev.roomlog.edge.tail.RoomRecords.edited;
import static dev.roomlog.edge.tail.RoomRecords.posted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SlowRoomTest {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final MemberId ALICE = new MemberId("alice");

    private final RoomId room = RoomId.random();
    private final MessageId message = MessageId.random();
    private final SlowRoom slow = new SlowRoom(Duration.ofMinutes(5));

    @Test
    void countsFromTheAppendTimeOfTheLastPost() {
        slow.read(posted(100, room, MessageId.random(), "x"));
        slow.read(edited(110, room, MessageId.random(), "an edit is no post"));

        assertThat(take("bob", 100_000)).isZero();
        assertThat(take("alice", 101_000)).isEqualTo(Duration.ofSeconds(29));
        assertThat(take("alice", 129_999)).isEqualTo(Duration.ofMillis(1));
        assertThat(take("alice", 130_000)).isZero();
    }

    @Test
    void countsATurnUntilEveryTakerOfItEnded() {
        Turn turn = new Turn(room, ALICE, message);
        assertThat(slow.take(turn, EVERY, 0)).isZero();
        assertThat(slow.take(turn, EVERY, 0)).isZero();
        assertThat(take("alice", 90_000)).isEqualTo(EVERY);

        slow.end(turn);
        assertThat(take("alice", 90_000)).isEqualTo(EVERY);

        slow.end(turn);
        assertThat(take("alice", 90_000)).isZero();
    }

    @Test
    void takesTheSameMessageForNoSecondPost() {
        slow.read(posted(100, room, message, "x"));

        assertThat(slow.take(new Turn(room, ALICE, message), EVERY, 100_000)).isZero();
    }

    @Test
    void endsNobodyElsesTurn() {
        Turn turn = new Turn(room, ALICE, message);
        assertThat(slow.take(turn, EVERY, 0)).isZero();

        slow.end(new Turn(room, ALICE, MessageId.random()));
        slow.end(new Turn(room, new MemberId("bob"), message));

        assertThat(take("alice", 90_000)).isEqualTo(EVERY);
    }

    @Test
    void remembersNoLongerThanSlowModeCanLast() {
        slow.read(posted(1, room, MessageId.random(), "x"));
        slow.read(again(posted(2, room, MessageId.random(), "x"), 2, 301_000));
        assertThat(slow.size()).isEqualTo(1);

        LogRecord bobs = RoomRecords.postedBy("bob", 3, room, MessageId.random(), "x");
        slow.read(again(bobs, 3, 601_001));

        assertThat(slow.size()).isEqualTo(1);
        assertThat(take("alice", 601_001)).isZero();
    }

    private Duration take(String member, long now) {
        return slow.take(new Turn(room, new MemberId(member), MessageId.random()), EVERY, now);
    }
}
