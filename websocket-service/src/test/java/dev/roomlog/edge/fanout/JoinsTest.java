package dev.roomlog.edge.fanout;

import static dev.roomlog.edge.tail.RoomRecords.again;
import static dev.roomlog.edge.tail.RoomRecords.appendTime;
import static dev.roomlog.edge.tail.RoomRecords.at;
import static dev.roomlog.edge.tail.RoomRecords.authorErased;
import static dev.roomlog.edge.tail.RoomRecords.deleted;
import static dev.roomlog.edge.tail.RoomRecords.posted;
import static dev.roomlog.edge.tail.RoomRecords.roomDeleted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import io.netty.util.concurrent.ImmediateEventExecutor;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** From what a client has to live, through scans. */
class JoinsTest {

    /** Records of one letter take 160 bytes and what their values take. */
    private static final long FIVE_RECORDS = 5 * 200L;

    private final RoomId room = RoomId.random();
    private final RoomId other = RoomId.random();
    private final MessageId id = MessageId.random();
    private final LogAndFollower feed = new LogAndFollower(FIVE_RECORDS);
    private final Reader reader = new Reader(room);

    @Test
    void scansWhatTheTailDoesNotHoldAndGoesOnLive() {
        post(20);

        feed.attach(reader, new StartingPoint.After(at(2)));
        assertThat(reader.events()).containsExactly("room");
        feed.scan(0);
        post(3);
        feed.settle();
        post(2);
        feed.settle();

        assertThat(reader.positions()).containsExactlyElementsOf(offsets(3, 25));
        assertThat(reader.events()).doesNotContain("gap");
        assertThat(feed.plans).hasSize(1);
    }

    @Test
    void scansOnceForAllWhoWaitFromTheLowestPositionOn() {
        post(20);
        Reader lower = new Reader(room);
        Reader elsewhere = new Reader(other);
        feed.attach(reader, new StartingPoint.After(at(7)));
        feed.attach(lower, new StartingPoint.After(at(3)));
        feed.attach(elsewhere, new StartingPoint.After(at(5)));

        feed.scan(0);
        Reader late = new Reader(room);
        feed.attach(late, new StartingPoint.First());
        feed.settle();

        assertThat(feed.plans.getFirst().from()).isEqualTo(at(4));
        assertThat(feed.plans.getFirst().after().get(room)).isEqualTo(at(3));
        assertThat(feed.plans.getFirst().after().get(other)).isEqualTo(at(5));
        assertThat(feed.plans).hasSize(2);
        assertThat(reader.positions()).containsExactlyElementsOf(offsets(8, 20));
        assertThat(lower.positions()).containsExactlyElementsOf(offsets(4, 20));
        assertThat(late.positions()).containsExactlyElementsOf(offsets(0, 20));
        assertThat(elsewhere.events()).containsExactly("room");
    }

    @Test
    void scansAgainWhatWasReadAndEvictedMeanwhile() {
        post(20);
        feed.attach(reader, new StartingPoint.First());
        feed.scan(0);
        post(20);
        feed.settle();

        assertThat(reader.positions()).containsExactlyElementsOf(offsets(0, 40));
        assertThat(reader.events()).doesNotContain("gap");
        assertThat(feed.plans).extracting(ScanPlan::until).containsExactly(at(20), at(40));
    }

    @Test
    void namesOneGapWhenScansWillNotCatchUp() {
        post(20);
        feed.attach(reader, new StartingPoint.After(at(2)));
        for (int i = 0; i < 1_000 && !reader.events().contains("gap"); i++) {
            feed.scan(1_000);
            post(10);
            feed.carryOut();
        }
        feed.settle();

        assertThat(feed.plans).hasSize(5);
        assertThat(reader.events()).containsOnlyOnce("gap");
        int gap = reader.events().indexOf("gap");
        Position before = position(reader, gap - 1);
        assertThat(reader.body(gap).get("from").longValue()).isEqualTo(before.value());
        assertThat(position(reader, gap + 1).value())
                .isEqualTo(reader.body(gap).get("to").longValue() + 1);
        assertThat(reader.positions().getLast()).isEqualTo(at(feed.log.size() - 1));
    }

    @Test
    void namesExactlyWhatAScanMayNotKeep() {
        post(20);
        feed.scanBytes = FIVE_RECORDS * 2;
        int kept = (int) (feed.scanBytes / (feed.log.getFirst().value().length + 160));

        feed.attach(reader, new StartingPoint.After(at(2)));
        feed.settle();

        assertThat(reader.events().subList(0, 2)).containsExactly("room", "gap");
        assertThat(reader.events()).containsOnlyOnce("gap");
        assertThat(reader.body(1).get("from").longValue()).isEqualTo(at(2).value());
        assertThat(reader.body(1).get("to").longValue()).isEqualTo(at(19L - kept).value());
        assertThat(reader.positions()).containsExactlyElementsOf(offsets(20 - kept, 20));
    }

    @Test
    void namesOnlyInItsOwnRoomWhatAScanMayNotKeep() {
        feed.appendAndFollow(posted(0, other, MessageId.random(), "x"));
        post(19);
        feed.appendAndFollow(posted(20, other, MessageId.random(), "x"));
        feed.scanBytes = FIVE_RECORDS;
        Reader quiet = new Reader(other);

        feed.attach(reader, new StartingPoint.First());
        feed.attach(quiet, new StartingPoint.After(at(0)));
        feed.settle();

        assertThat(reader.events()).containsOnlyOnce("gap");
        assertThat(quiet.events()).containsExactly("room", "posted");
    }

    @Test
    void namesExactlyWhatTheLogNoLongerHolds() {
        post(20);
        feed.logStart = 10;

        feed.attach(reader, new StartingPoint.After(at(2)));
        feed.settle();

        assertThat(reader.events()).containsOnlyOnce("gap");
        assertThat(reader.body(1).get("from").longValue()).isEqualTo(at(2).value());
        assertThat(reader.body(1).get("to").longValue()).isEqualTo(at(9).value());
        assertThat(reader.positions()).containsExactlyElementsOf(offsets(10, 20));
    }

    @Test
    void goesWithWhatTheTailHoldsWhenTheScanFails() {
        post(20);
        feed.attach(reader, new StartingPoint.After(at(2)));
        feed.scan(5);
        Reader late = new Reader(room);
        feed.attach(late, new StartingPoint.After(at(2)));

        feed.failScan();
        feed.settle();

        assertThat(reader.events().subList(0, 2)).containsExactly("room", "gap");
        assertThat(reader.events()).containsOnlyOnce("gap");
        assertThat(reader.body(1).get("from").longValue()).isEqualTo(at(2).value());
        long lost = reader.body(1).get("to").longValue();
        assertThat(reader.positions().getFirst().value()).isEqualTo(lost + 1);
        assertThat(reader.positions().getLast()).isEqualTo(at(19));
        assertThat(late.positions()).containsExactlyElementsOf(offsets(3, 20));
    }

    @Test
    void showsNoRepetitionWhoseFirstLiesBeforeWhatIsWanted() {
        LogRecord first = posted(0, room, id, "once");
        feed.appendAndFollow(first);
        post(2);
        feed.appendAndFollow(again(first, 3, appendTime(3)));
        post(20);

        feed.attach(reader, new StartingPoint.After(at(1)));
        feed.settle();

        assertThat(reader.positions()).startsWith(at(2), at(4)).doesNotContain(at(3));
    }

    @Test
    void doesNotTrustATailWhoseDuplicateWindowWasNotReadWhole() {
        LogRecord first = posted(0, room, id, "once");
        LogAndFollower begunLate = new LogAndFollower(1 << 20, 2, 5);
        List.of(
                        first,
                        posted(1, room, MessageId.random(), "x"),
                        again(first, 2, appendTime(2)),
                        posted(3, room, MessageId.random(), "x"),
                        posted(4, room, MessageId.random(), "x"),
                        posted(5, room, MessageId.random(), "x"))
                .forEach(begunLate::append);
        for (int i = 0; i < 4; i++) {
            begunLate.follow();
        }

        begunLate.attach(reader, new StartingPoint.After(at(1)));
        begunLate.settle();
        Reader trusting = new Reader(room);
        begunLate.attach(trusting, new StartingPoint.After(at(4)));

        assertThat(reader.positions()).containsExactly(at(3), at(4), at(5));
        assertThat(trusting.positions()).containsExactly(at(5));
        assertThat(begunLate.plans).hasSize(1);
    }

    @Test
    void doesNotShowTextThatWasDeletedWhileItWasLookedFor() {
        feed.appendAndFollow(posted(0, room, id, "secret"));
        post(20);
        feed.attach(reader, new StartingPoint.First());
        feed.scan(0);
        feed.appendAndFollow(deleted(21, room, id));
        post(10); // and out of the tail again

        feed.settle();

        assertThat(reader.body(1).get("deleted").booleanValue()).isTrue();
        assertThat(reader.body(1).has("text")).isFalse();
        assertThat(reader.events()).contains("deleted");
    }

    @Test
    void doesNotShowTextThatWasErasedBetweenTwoPieces() {
        post(20);
        reader.outbound.reads = false;
        feed.attach(reader, new StartingPoint.First());
        feed.settle();
        int shown = reader.positions().size();
        assertThat(shown).isBetween(1, 10);

        feed.appendAndFollow(authorErased(20, room, "alice"));
        reader.outbound.reads = true;
        reader.outbound.readOn();
        feed.settle();

        assertThat(reader.positions()).hasSize(20);
        for (int i = 1; i <= 20; i++) {
            assertThat(reader.body(i).has("text")).as("event %d", i).isEqualTo(i <= shown);
        }
    }

    @Test
    void showsNothingOfARoomWhoseEndTheScanFound() {
        LogAndFollower begunLate = new LogAndFollower(FIVE_RECORDS, 3, 3);
        List.of(
                        posted(0, room, id, "x"),
                        roomDeleted(1, room),
                        posted(2, room, MessageId.random(), "x"),
                        posted(3, room, MessageId.random(), "x"))
                .forEach(begunLate::append);

        begunLate.follow();
        begunLate.attach(reader, new StartingPoint.First());
        begunLate.settle();
        begunLate.appendAndFollow(posted(4, room, MessageId.random(), "x"));
        begunLate.follower.sendLast(reader.subscription, LogAndFollower.room(room));
        begunLate.deliveries.handOver();

        assertThat(reader.events()).containsExactly("room", "room");
    }

    @Test
    void showsNothingMoreOfARoomThatEndsWhileItIsReplayed() {
        post(20);
        reader.outbound.reads = false;
        feed.attach(reader, new StartingPoint.First());
        feed.settle();
        int shown = reader.positions().size();

        feed.appendAndFollow(roomDeleted(20, room));
        reader.outbound.reads = true;
        reader.outbound.readOn();
        feed.settle();

        assertThat(reader.positions()).hasSize(shown);
    }

    @Test
    void sendsNothingAfterTheLastEventOfASubscriptionThatWaitsForAScan() {
        post(20);
        feed.attach(reader, new StartingPoint.First());
        feed.scan(5);

        feed.follower.announce(room, () -> LogAndFollower.room(room));
        feed.follower.sendLast(reader.subscription, LogAndFollower.room(room));
        feed.settle();
        post(1);

        assertThat(reader.events()).containsExactly("room", "room", "room");
        assertThat(feed.follower.isIdle()).isTrue();
    }

    @Test
    void stopsAScanThatNobodyWaitsForAnyMore() {
        post(20);
        feed.attach(reader, new StartingPoint.First());
        feed.scan(5);
        feed.follower.detach(reader.subscription);
        feed.settle();
        feed.attach(reader, new StartingPoint.First());
        feed.follower.detach(reader.subscription);
        feed.settle();

        assertThat(reader.events()).containsExactly("room", "room");
        assertThat(feed.plans).hasSize(1);
        assertThat(feed.follower.isIdle()).isTrue();
    }

    @Test
    void hasOnePieceOnItsWayToAConnectionWhateverItSubscribesTo() {
        post(20);
        Reader second = new Reader(room, "second", reader.outbound);
        reader.outbound.reads = false;

        feed.attach(reader, new StartingPoint.First());
        feed.attach(second, new StartingPoint.First());
        feed.settle();
        int onItsWay = reader.positions().size();
        assertThat(onItsWay).isBetween(1, 10);
        reader.outbound.readOn();
        feed.settle();
        assertThat(reader.positions()).hasSizeBetween(onItsWay + 1, onItsWay + 10);

        reader.outbound.reads = true;
        reader.outbound.readOn();
        feed.settle();
        assertThat(reader.positions()).hasSize(40);
        for (String subscription : List.of("sub", "second")) {
            assertThat(
                            reader.outbound.frames.stream()
                                    .filter(f ->
                                            f.header("subscription")
                                                    .orElse("")
                                                    .equals(subscription))
                                    .flatMap(f -> f.header("x-position").stream()))
                    .containsExactlyElementsOf(
                            offsets(0, 20).stream().map(Position::toString).toList());
        }
    }

    @Test
    void closesWhoTakesNothing() {
        post(20);
        Pacing pacing = new Pacing(feed.deliveries, feed.requests::add, 1);
        reader.outbound.reads = false;
        pacing.inTurn(reader.outbound, () -> true);
        Reader reading = new Reader(room, "sub", ImmediateEventExecutor.INSTANCE);
        pacing.inTurn(reading.outbound, () -> true);
        feed.deliveries.handOver();
        feed.carryOut();

        pacing.closeStalled(Duration.ofHours(1));
        assertThat(reader.outbound.closed).isEmpty();
        pacing.closeStalled(Duration.ofNanos(-1));

        assertThat(reader.outbound.closed).containsExactly("too-slow");
        assertThat(reading.outbound.closed).isEmpty();
    }

    private void post(int count) {
        for (int i = 0; i < count; i++) {
            feed.appendAndFollow(posted(feed.log.size(), room, MessageId.random(), "x"));
        }
    }

    private static Position position(Reader reader, int index) {
        return reader.frame(index).header("x-position").flatMap(Position::parse).orElseThrow();
    }

    private static List<Position> offsets(long from, long until) {
        return from >= until
                ? Collections.emptyList()
                : LongStream.range(from, until).mapToObj(offset -> at(offset)).toList();
    }
}
