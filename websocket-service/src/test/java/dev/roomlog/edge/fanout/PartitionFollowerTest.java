package dev.roomlog.edge.fanout;

import static dev.roomlog.edge.tail.RoomRecords.again;
import static dev.roomlog.edge.tail.RoomRecords.appendTime;
import static dev.roomlog.edge.tail.RoomRecords.at;
import static dev.roomlog.edge.tail.RoomRecords.authorErased;
import static dev.roomlog.edge.tail.RoomRecords.deleted;
import static dev.roomlog.edge.tail.RoomRecords.edited;
import static dev.roomlog.edge.tail.RoomRecords.posted;
import static dev.roomlog.edge.tail.RoomRecords.postedBy;
import static dev.roomlog.edge.tail.RoomRecords.reaction;
import static dev.roomlog.edge.tail.RoomRecords.roomDeleted;
import static dev.roomlog.edge.tail.RoomRecords.unknown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.membership.Memberships;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class PartitionFollowerTest {

    private static final Duration D = Duration.ofMinutes(5);
    private static final long AMPLE = 1 << 20;

    /** As if the bounds forbade every one. */
    private static final Scans NO_SCANS = Scans.Scan::fail;

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final MemberId ALICE = new MemberId("alice");

    private final RoomId room = RoomId.random();
    private final RoomId foreign = RoomId.random();
    private final MessageId id = MessageId.random();
    private final Deliveries deliveries = new Deliveries();
    private final Reader reader = new Reader(room);

    @Test
    void sendsTheRoomFirstThenWhatComesNext() {
        PartitionFollower follower = follower(AMPLE);
        read(follower, posted(0, room, MessageId.random(), "before"));
        attach(follower, reader, new StartingPoint.Next());
        read(follower, posted(1, room, id, "hello"));

        assertThat(reader.events()).containsExactly("room", "posted");
        assertThat(reader.frame(1).header("destination")).contains("/topic/rooms/" + room);
        assertThat(reader.frame(1).header("subscription")).contains("sub");
        assertThat(reader.frame(1).header("message-id")).contains(id.toString());
        assertThat(reader.positions()).containsExactly(at(1));
        assertThat(reader.body(1).get("text").stringValue()).isEqualTo("hello");
        assertThat(reader.body(1).get("position").longValue()).isEqualTo(at(1).value());
        assertThat(reader.body(1).get("sentAt").stringValue())
                .isEqualTo("1970-01-01T00:00:01.000Z");
    }

    @Test
    void sendsExactlyWhatWasMissedThenGoesOnLiveFromEveryStartingPoint() {
        List<LogRecord> log = aBusyPartition(30);
        List<Position> ofRoom = positionsOf(room, log);

        for (int joinAt = 0; joinAt <= log.size(); joinAt++) {
            for (int last = 0; last < log.size(); last++) {
                Position after = log.get(last).position();
                PartitionFollower follower = follower(AMPLE);
                Reader returning = new Reader(room);

                read(follower, log.subList(0, joinAt));
                attach(follower, returning, new StartingPoint.After(after));
                read(follower, log.subList(joinAt, log.size()));

                assertThat(returning.positions())
                        .as("joined before offset %d with x-from %d", joinAt, last)
                        .containsExactlyElementsOf(
                                ofRoom.stream().filter(p -> p.isAfter(after)).toList());
                assertThat(returning.events()).doesNotContain("gap");
            }
        }
    }

    @Test
    void sendsAllFromTheFirstEventOn() {
        List<LogRecord> log = aBusyPartition(12);
        PartitionFollower follower = follower(AMPLE);
        read(follower, log.subList(0, 8));
        attach(follower, reader, new StartingPoint.First());
        read(follower, log.subList(8, 12));

        assertThat(reader.positions()).containsExactlyElementsOf(positionsOf(room, log));
        assertThat(reader.events()).doesNotContain("gap");
    }

    @Test
    void sendsWhatWasAppendedFromATimeOn() {
        PartitionFollower follower = follower(AMPLE);
        for (int offset = 0; offset < 6; offset++) {
            read(follower, posted(offset, room, MessageId.random(), "x"));
        }

        attach(follower, reader, new StartingPoint.At(Instant.ofEpochMilli(appendTime(3))));

        assertThat(reader.positions()).containsExactly(at(3), at(4), at(5));
        assertThat(reader.events()).doesNotContain("gap");
    }

    @Test
    void doesNotGuessWhereATimeBeginsThatItHasNotReadYet() {
        PartitionFollower follower = follower(AMPLE);
        read(follower, posted(0, room, id, "read"));

        assertThat(follower.before(Instant.ofEpochMilli(appendTime(2)))).isEmpty();
        read(follower, posted(1, room, MessageId.random(), "before that time"));
        read(follower, posted(2, room, MessageId.random(), "at that time"));

        assertThat(follower.before(Instant.ofEpochMilli(appendTime(2)))).contains(at(1));
    }

    @Test
    void namesExactlyTheRangeThatIsNoLongerHeld() {
        PartitionFollower follower = follower(4L * sizeOf(posted(0, room, id, "x")));
        for (int offset = 0; offset < 10; offset++) {
            read(follower, posted(offset, room, MessageId.random(), "x"));
        }

        attach(follower, reader, new StartingPoint.After(at(2)));

        assertThat(reader.events())
                .containsExactly("room", "gap", "posted", "posted", "posted", "posted");
        assertThat(reader.body(1).get("from").longValue()).isEqualTo(at(2).value());
        assertThat(reader.body(1).get("to").longValue()).isEqualTo(at(5).value());
        assertThat(reader.frame(1).header("x-position")).isEmpty();
        assertThat(reader.positions()).containsExactly(at(6), at(7), at(8), at(9));
    }

    @Test
    void namesNoGapWhereTheNextRecordIsStillHeld() {
        PartitionFollower follower = follower(4L * sizeOf(posted(0, room, id, "x")));
        for (int offset = 0; offset < 10; offset++) {
            read(follower, posted(offset, room, MessageId.random(), "x"));
        }

        attach(follower, reader, new StartingPoint.After(at(5)));

        assertThat(reader.events()).doesNotContain("gap");
        assertThat(reader.positions()).containsExactly(at(6), at(7), at(8), at(9));
    }

    @Test
    void namesAGapToWhoAsksForMoreThanThisEdgeEverRead() {
        PartitionFollower follower =
                new PartitionFollower(at(100), at(100), means(AMPLE), NO_SCANS);

        attach(follower, reader, new StartingPoint.After(at(40)));
        Reader fromFirst = new Reader(room);
        attach(follower, fromFirst, new StartingPoint.First());

        assertThat(reader.events()).containsExactly("room", "gap");
        assertThat(reader.body(1).get("from").longValue()).isEqualTo(at(40).value());
        assertThat(reader.body(1).get("to").longValue()).isEqualTo(at(99).value());
        assertThat(fromFirst.body(1).get("from").longValue()).isEqualTo(at(0).value() - 1);
    }

    @Test
    void tellsEveryoneWhatTheLogLostUnderThem() {
        PartitionFollower follower = follower(AMPLE);
        attach(follower, reader, new StartingPoint.Next());
        read(follower, posted(0, room, id, "x"));

        follower.skipTo(at(50));
        deliveries.handOver();
        read(follower, posted(50, room, MessageId.random(), "y"));

        assertThat(reader.events()).containsExactly("room", "posted", "gap", "posted");
        assertThat(reader.body(2).get("from").longValue()).isEqualTo(at(0).value());
        assertThat(reader.body(2).get("to").longValue()).isEqualTo(at(49).value());
    }

    @Test
    void deliversARepetitionOnceWithinTheWindowAndAgainAfterIt() {
        PartitionFollower follower = follower(AMPLE);
        LogRecord first = posted(0, room, id, "once");
        attach(follower, reader, new StartingPoint.Next());

        read(follower, first);
        read(follower, again(first, 1, D.toMillis()));
        assertThat(reader.positions()).containsExactly(at(0));
        assertThat(follower.firstPosition(id)).contains(at(0));

        read(follower, again(first, 2, 2 * D.toMillis() + 1));
        assertThat(reader.positions()).containsExactly(at(0), at(2));
        assertThat(follower.firstPosition(id)).contains(at(2));
    }

    @Test
    void doesNotReplayARepetition() {
        PartitionFollower follower = follower(AMPLE);
        LogRecord first = posted(0, room, id, "once");
        read(follower, first);
        read(follower, again(first, 1, appendTime(1)));

        attach(follower, reader, new StartingPoint.First());

        assertThat(reader.positions()).containsExactly(at(0));
    }

    @Test
    void doesNotReplayDeletedText() {
        PartitionFollower follower = follower(AMPLE);
        read(follower, posted(0, room, id, "secret"));
        read(follower, edited(1, room, id, "secret, too"));
        read(follower, posted(2, room, MessageId.random(), "stays"));
        read(follower, deleted(3, room, id));

        attach(follower, reader, new StartingPoint.First());

        assertThat(reader.outbound.frames)
                .allSatisfy(frame ->
                        assertThat(
                                        new String(
                                                frame.body(),
                                                java.nio.charset.StandardCharsets.UTF_8))
                                .doesNotContain("secret"));
        assertThat(reader.events()).containsExactly("room", "posted", "posted", "deleted");
        assertThat(reader.body(1).get("deleted").booleanValue()).isTrue();
        assertThat(reader.body(1).has("text")).isFalse();
        assertThat(reader.positions()).containsExactly(at(0), at(2), at(3));
    }

    @Test
    void doesNotReplayWhatAnErasedAuthorSaidBefore() {
        PartitionFollower follower = follower(AMPLE);
        MessageId edited = MessageId.random();
        read(follower, posted(0, room, id, "secret"));
        read(follower, postedBy("bob", 1, room, MessageId.random(), "stays"));
        read(follower, posted(2, foreign, MessageId.random(), "elsewhere"));
        read(follower, posted(3, room, edited, "secret, too"));
        read(follower, edited(4, room, edited, "secret even now"));
        read(follower, reaction(5, room, edited));
        read(follower, authorErased(6, room, "alice"));
        read(follower, posted(7, room, MessageId.random(), "after"));

        attach(follower, reader, new StartingPoint.First());
        Reader returning = new Reader(room);
        attach(follower, returning, new StartingPoint.After(at(3)));
        Reader elsewhere = new Reader(foreign);
        attach(follower, elsewhere, new StartingPoint.First());

        assertThat(reader.events()).containsExactly("room", "posted", "posted", "posted", "posted");
        assertThat(reader.positions()).containsExactly(at(0), at(1), at(3), at(7));
        assertThat(texts(reader)).containsExactly("", "", "stays", "", "after");
        assertThat(reader.body(1).get("deleted").booleanValue()).isTrue();
        assertThat(texts(returning)).containsExactly("", "after");
        assertThat(texts(elsewhere)).containsExactly("", "elsewhere");
    }

    @Test
    void erasesAnAuthorsTextsInAReplayFromATimeToo() {
        PartitionFollower follower = follower(AMPLE);
        read(follower, posted(0, room, id, "secret"));
        read(follower, authorErased(1, room, "alice"));

        attach(follower, reader, new StartingPoint.At(Instant.ofEpochMilli(appendTime(0))));

        assertThat(texts(reader)).containsExactly("", "");
    }

    @Test
    void showsNothingOfADeletedRoomWhateverWasSaidBeforeOrAfter() {
        PartitionFollower follower = follower(AMPLE);
        attach(follower, reader, new StartingPoint.Next());
        read(follower, posted(0, room, id, "before"));
        read(follower, roomDeleted(1, room));
        read(follower, posted(2, room, MessageId.random(), "an edge had not heard of it"));

        Reader late = new Reader(room);
        attach(follower, late, new StartingPoint.First());
        Reader later = new Reader(room);
        attach(follower, later, new StartingPoint.After(at(0)));
        read(follower, posted(3, room, MessageId.random(), "nor now"));
        follower.sendLast(late.subscription, event(room));
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("room", "posted");
        assertThat(late.events()).containsExactly("room", "room");
        assertThat(later.events()).containsExactly("room");
    }

    private static List<String> texts(Reader of) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < of.outbound.frames.size(); i++) {
            texts.add(of.body(i).path("text").stringValue(""));
        }
        return texts;
    }

    @Test
    void sendsNothingToOtherRooms() {
        PartitionFollower follower = follower(AMPLE);
        Reader elsewhere = new Reader(foreign);
        attach(follower, reader, new StartingPoint.First());
        attach(follower, elsewhere, new StartingPoint.First());

        read(follower, posted(0, room, id, "x"));
        follower.announce(room, () -> event(room));
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("room", "posted", "room");
        assertThat(elsewhere.events()).containsExactly("room");
    }

    @Test
    void skipsWhatThisReleaseDoesNotKnow() {
        PartitionFollower follower = follower(AMPLE);
        attach(follower, reader, new StartingPoint.Next());

        read(follower, unknown(0, room));
        read(follower, posted(1, room, id, "x"));

        assertThat(reader.positions()).containsExactly(at(1));
    }

    @Test
    void sendsNothingAfterTheLastEventOfASubscription() {
        PartitionFollower follower = follower(AMPLE);
        Reader other = new Reader(room);
        attach(follower, reader, new StartingPoint.Next());
        attach(follower, other, new StartingPoint.Next());

        follower.sendLast(reader.subscription, event(room));
        read(follower, posted(0, room, id, "x"));
        follower.sendLast(reader.subscription, event(room));
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("room", "room");
        assertThat(other.events()).containsExactly("room", "posted");
        assertThat(follower.isIdle()).isFalse();
        follower.detach(other.subscription);
        assertThat(follower.isIdle()).isTrue();
    }

    @Test
    void runsWhatWaitsForAPositionOnceItWasRead() {
        PartitionFollower follower = follower(AMPLE);
        List<String> ran = new ArrayList<>();
        follower.onceRead(at(1), () -> ran.add("one"));
        follower.onceRead(at(0), () -> ran.add("zero"));

        read(follower, posted(0, foreign, MessageId.random(), "x"));
        assertThat(ran).containsExactly("zero");
        read(follower, unknown(1, foreign));
        follower.onceRead(at(1), () -> ran.add("at once"));

        assertThat(ran).containsExactly("zero", "one", "at once");
    }

    @Test
    void judgesSlowModeFromTheTailFirstAndFromWhatIsReadThereafter() {
        PartitionFollower follower = follower(AMPLE);
        LogRecord first = posted(10, room, id, "x");
        read(follower, first);
        read(follower, again(first, 11, appendTime(20)));
        read(follower, posted(21, foreign, MessageId.random(), "elsewhere"));

        assertThat(takeTurn(follower, 30)).isEqualTo(Duration.ofSeconds(10));
        read(follower, posted(40, room, MessageId.random(), "x"));
        assertThat(takeTurn(follower, 45)).isEqualTo(Duration.ofSeconds(25));
        assertThat(takeTurn(follower, 70)).isZero();
    }

    @Test
    void endsATurnWhenItsMessageWasRead() {
        PartitionFollower follower = follower(AMPLE);
        Turn turn = new Turn(room, ALICE, id);
        assertThat(follower.takeTurn(turn, EVERY, Instant.EPOCH)).isZero();

        follower.endTurn(turn, at(0));
        assertThat(takeTurn(follower, 90)).isEqualTo(EVERY);
        read(follower, posted(0, room, id, "x"));
        assertThat(takeTurn(follower, 10)).isEqualTo(Duration.ofSeconds(20));
        assertThat(takeTurn(follower, 90)).isZero();
    }

    @Test
    void startsAnewFromTheTailWhenSlowModeComesBack() {
        PartitionFollower follower = follower(AMPLE);
        assertThat(takeTurn(follower, 0)).isZero();
        follower.endSlowMode(room);
        read(follower, posted(10, room, id, "while there was none"));

        assertThat(takeTurn(follower, 20)).isEqualTo(Duration.ofSeconds(20));
    }

    private Duration takeTurn(PartitionFollower follower, long second) {
        return follower.takeTurn(
                new Turn(room, ALICE, MessageId.random()), EVERY, Instant.ofEpochSecond(second));
    }

    private PartitionFollower follower(long budget) {
        return new PartitionFollower(at(0), at(0), means(budget), NO_SCANS);
    }

    private PartitionFollower.Means means(long budget) {
        return new PartitionFollower.Means(
                D, new TailBudget(budget), new Pacing(deliveries, Runnable::run, AMPLE));
    }

    private RoomEvent event(RoomId of) {
        return EventBodies.room(of, Memberships.aRoom(RoomKind.ROOM_KIND_PUBLIC, 1).build());
    }

    private void attach(PartitionFollower follower, Reader to, StartingPoint from) {
        follower.attach(to.subscription, from, event(to.subscription.room()));
        deliveries.handOver();
    }

    private void read(PartitionFollower follower, LogRecord record) {
        read(follower, List.of(record));
    }

    private void read(PartitionFollower follower, List<LogRecord> records) {
        records.forEach(follower::read);
        deliveries.handOver();
    }

    /** Every kind of event, of two rooms, with repetitions and records of later releases. */
    private List<LogRecord> aBusyPartition(int size) {
        List<LogRecord> log = new ArrayList<>();
        List<LogRecord> posts = new ArrayList<>();
        for (int offset = 0; offset < size; offset++) {
            RoomId of = offset % 3 == 2 ? foreign : room;
            MessageId message = new MessageId(new java.util.UUID(8, offset));
            LogRecord next =
                    switch (offset % 7) {
                        case 3 -> edited(offset, of, message, "edited");
                        case 4 -> again(posts.getFirst(), offset, appendTime(offset));
                        case 5 -> reaction(offset, of, message);
                        case 6 -> unknown(offset, of);
                        default -> posted(offset, of, message, "text " + offset);
                    };
            if (offset % 7 < 3) {
                posts.add(next);
            }
            log.add(next);
        }
        return log;
    }

    private static List<Position> positionsOf(RoomId room, List<LogRecord> log) {
        return log.stream()
                .filter(record -> record.room().equals(room))
                .map(LogRecord::position)
                .filter(position -> position.offset() % 7 != 4 && position.offset() % 7 != 6)
                .toList();
    }

    private static int sizeOf(LogRecord record) {
        // What TailBudget counts: the value and what objects take.
        return record.value().length + 160;
    }
}
