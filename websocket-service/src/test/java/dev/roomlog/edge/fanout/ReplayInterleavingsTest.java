package dev.roomlog.edge.fanout;

import static dev.roomlog.edge.tail.RoomRecords.again;
import static dev.roomlog.edge.tail.RoomRecords.appendTime;
import static dev.roomlog.edge.tail.RoomRecords.at;
import static dev.roomlog.edge.tail.RoomRecords.deleted;
import static dev.roomlog.edge.tail.RoomRecords.edited;
import static dev.roomlog.edge.tail.RoomRecords.posted;
import static dev.roomlog.edge.tail.RoomRecords.unknown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Appends, reading, evictions, pieces of scans, clients that read and clients that leave, in any
 * order: what each was sent is compared with the log itself. Repeat a run with {@code
 * -Droomlog.seed}, or make it longer with {@code -Droomlog.times}.
 */
class ReplayInterleavingsTest {

    private static final int RECORDS = 250;
    private static final long SMALL_TAIL = 12 * 210L;
    private static final long LARGE_TAIL = 60 * 210L;

    private final List<RoomId> rooms = List.of(RoomId.random(), RoomId.random());

    /** A client, what it has, and what it was sent last, if it left. */
    private record Client(Reader reader, Position after, List<Integer> left) {

        boolean isGone() {
            return !left.isEmpty();
        }
    }

    @Test
    void sendsEveryoneTheLogWhateverComesInWhatOrder() {
        run(LARGE_TAIL, 0, 0);
    }

    @Test
    void namesExactlyWhatItDoesNotSendWhenTheBoundsAreHit() {
        assertThat(run(SMALL_TAIL, 15, 1_500)).as("gaps").isPositive();
    }

    /**
     * @param failures scans of a hundred that fail
     * @return how many gaps were named
     */
    private int run(long tail, int failures, long scanBytes) {
        long seed = Long.getLong("roomlog.seed", 20_261_121);
        int times = Integer.getInteger("roomlog.times", 300);
        int gaps = 0;
        for (int i = 0; i < times; i++) {
            gaps += runOnce(new Random(seed + i), tail, failures, scanBytes, "seed " + (seed + i));
        }
        return gaps;
    }

    private int runOnce(Random random, long tail, int failures, long scanBytes, String seed) {
        LogAndFollower feed = new LogAndFollower(tail);
        if (scanBytes > 0) {
            feed.scanBytes = scanBytes;
        }
        List<Client> clients = new ArrayList<>();
        while (feed.log.size() < RECORDS) {
            switch (random.nextInt(9)) {
                case 0, 1 -> feed.append(next(random, feed.log));
                case 2, 3 -> feed.follow();
                case 4 -> {
                    // Most come when the tail has evicted something.
                    if (feed.follower.next().offset() > 20 && random.nextInt(5) == 0) {
                        clients.add(attach(random, feed));
                    }
                }
                case 5, 6 -> {
                    if (failures > 0 && random.nextInt(100) < failures) {
                        feed.failScan();
                    } else {
                        feed.scan(random.nextInt(60));
                    }
                }
                case 7 ->
                        clients.forEach(client -> {
                            if (random.nextInt(3) > 0) {
                                client.reader.outbound.readOn();
                            }
                        });
                default -> {
                    if (!clients.isEmpty() && random.nextInt(8) == 0) {
                        leave(feed, clients.get(random.nextInt(clients.size())), random);
                    }
                }
            }
            if (random.nextInt(3) > 0) {
                feed.carryOut();
            }
            clients.forEach(client -> assertNoDeletedText(client, feed, seed));
        }
        do {
            clients.forEach(client -> client.reader.outbound.readOn());
            feed.settle();
        } while (clients.stream().anyMatch(client -> client.reader.outbound.waits()));
        int gaps = 0;
        for (Client client : clients) {
            gaps += assertSentTheLog(client, feed.log, seed);
        }
        if (failures == 0) {
            assertThat(gaps).as(seed).isZero();
        }
        return gaps;
    }

    private LogRecord next(Random random, List<LogRecord> log) {
        int offset = log.size();
        RoomId room = rooms.get(random.nextInt(rooms.size()));
        LogRecord earlier = log.isEmpty() ? null : log.get(random.nextInt(log.size()));
        MessageId id = earlier == null ? null : earlier.id();
        if (earlier == null || id == null || earlier.type() != EventType.POSTED) {
            return posted(offset, room, MessageId.random(), "x");
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> again(earlier, offset, appendTime(offset));
            case 2 -> deleted(offset, earlier.room(), id);
            case 3 -> edited(offset, earlier.room(), id, "y");
            case 4 -> unknown(offset, room);
            default -> posted(offset, room, MessageId.random(), "x");
        };
    }

    private Client attach(Random random, LogAndFollower feed) {
        Reader reader = new Reader(rooms.get(random.nextInt(rooms.size())));
        reader.outbound.reads = random.nextBoolean();
        Position last = new Position(feed.follower.next().value() - 1);
        Position after =
                random.nextInt(5) == 0
                        ? new Position(at(0).value() - 1)
                        : at(random.nextInt((int) last.offset() + 1));
        StartingPoint from =
                after.epoch() == 0 ? new StartingPoint.First() : new StartingPoint.After(after);
        feed.attach(reader, from);
        return new Client(reader, after, new ArrayList<>());
    }

    private static void leave(LogAndFollower feed, Client client, Random random) {
        if (client.isGone()) {
            return;
        }
        if (random.nextBoolean()) {
            feed.follower.detach(client.reader.subscription);
        } else {
            feed.follower.sendLast(
                    client.reader.subscription,
                    LogAndFollower.room(client.reader.subscription.room()));
        }
        feed.deliveries.handOver();
        client.left.add(client.reader.outbound.frames.size());
    }

    /** What the follower has read of deletions holds for all that is sent from then on. */
    private static void assertNoDeletedText(Client client, LogAndFollower feed, String seed) {
        List<StompFrame> frames = client.reader.outbound.frames;
        for (int i = client.reader.checked; i < frames.size(); i++) {
            StompFrame frame = frames.get(i);
            String message = frame.header("message-id").orElse("");
            if (frame.header("x-event").orElse("").equals("posted")
                    && client.reader.body(i).has("text")) {
                Position position =
                        frame.header("x-position").flatMap(Position::parse).orElseThrow();
                assertThat(feed.log.subList(0, (int) feed.follower.next().offset()))
                        .as(seed)
                        .noneMatch(record ->
                                record.type() == EventType.DELETED
                                        && record.position().isAfter(position)
                                        && record.id() != null
                                        && record.id().toString().equals(message));
            }
        }
        client.reader.checked = frames.size();
    }

    private static int assertSentTheLog(Client client, List<LogRecord> log, String seed) {
        Reader reader = client.reader;
        List<Position> expected = shown(log, reader.subscription.room(), client.after);
        List<Position> told = new ArrayList<>();
        Position up = client.after;
        int gaps = 0;
        for (int i = 0; i < reader.outbound.frames.size(); i++) {
            String event = reader.events().get(i);
            if (event.equals("gap")) {
                gaps++;
                Position from = new Position(reader.body(i).get("from").longValue());
                Position to = new Position(reader.body(i).get("to").longValue());
                assertThat(from.value()).as(seed).isGreaterThanOrEqualTo(up.value());
                assertThat(to.isAfter(from)).as(seed).isTrue();
                expected.stream().filter(p -> p.isAfter(from) && !p.isAfter(to)).forEach(told::add);
                up = to;
            } else if (!event.equals("room")) {
                Position position =
                        reader.frame(i).header("x-position").flatMap(Position::parse).orElseThrow();
                told.add(position);
                up = position;
            }
        }
        if (client.isGone()) {
            assertThat(reader.outbound.frames).as(seed).hasSize(client.left.getFirst());
            List<Position> sent = withoutHidden(told, log);
            assertThat(sent)
                    .as(seed)
                    .isEqualTo(withoutHidden(expected, log).subList(0, sent.size()));
        } else {
            assertThat(withoutHidden(told, log)).as(seed).isEqualTo(withoutHidden(expected, log));
        }
        return gaps;
    }

    /** An edit of a deleted text is shown or not, as it was sent before the deletion or after. */
    private static List<Position> withoutHidden(List<Position> positions, List<LogRecord> log) {
        return positions.stream()
                .filter(p -> log.get((int) p.offset()).type() != EventType.EDITED)
                .toList();
    }

    /** By the contract, record for record. */
    private static List<Position> shown(List<LogRecord> log, RoomId room, Position after) {
        List<Position> shown = new ArrayList<>();
        for (LogRecord record : log) {
            if (record.room().equals(room)
                    && record.type() != null
                    && record.position().isAfter(after)
                    && !repeats(record, log)
                    && !comesTooLate(record, log)) {
                shown.add(record.position());
            }
        }
        return shown;
    }

    private static boolean repeats(LogRecord record, List<LogRecord> log) {
        return record.type() == EventType.POSTED && isWithinWindowOf(EventType.POSTED, record, log);
    }

    private static boolean comesTooLate(LogRecord record, List<LogRecord> log) {
        return record.type() == EventType.EDITED
                && isWithinWindowOf(EventType.DELETED, record, log);
    }

    private static boolean isWithinWindowOf(
            EventType earlierType, LogRecord record, List<LogRecord> log) {
        return log.subList(0, (int) record.position().offset()).stream()
                .anyMatch(earlier ->
                        earlier.type() == earlierType
                                && earlier.id() != null
                                && earlier.id().equals(record.id())
                                && record.appendedAt() - earlier.appendedAt()
                                        <= LogAndFollower.WINDOW.toMillis());
    }
}
