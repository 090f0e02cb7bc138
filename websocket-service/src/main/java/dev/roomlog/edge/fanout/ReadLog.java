package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.Tail;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One followed partition as far as it was read: its newest records and what is known of those
 * before. Confined to the feed's thread but for {@link #firstPosition}.
 */
final class ReadLog {

    /** Before it there was nothing: its beginning is the beginning of every room. */
    private static final int FIRST_EPOCH = 1;

    private final Tail tail;
    private final Sieve sieve;
    private final Position judgedFrom;
    private Position next;

    /**
     * @param start the first position that will be read
     * @param judgedFrom the duplicate window before it was read, too: a record before it may repeat
     *     one that was not
     */
    ReadLog(Position start, Position judgedFrom, Duration duplicateWindow, TailBudget budget) {
        this.next = start;
        this.judgedFrom = isBeginning(start) ? start : judgedFrom;
        this.tail = new Tail(budget, start);
        this.sieve = new Sieve(duplicateWindow);
    }

    /**
     * @return whether subscribers are concerned: then the tail has it
     */
    boolean read(LogRecord record) {
        next = new Position(record.position().value() + 1);
        boolean kept = sieve.keeps(record);
        if (kept) {
            tail.append(record);
        }
        return kept;
    }

    /** Whether all after a position can be replayed from the tail, with no repetition among it. */
    boolean holds(Position after) {
        Position from = judgedFrom.isAfter(tail.start()) ? judgedFrom : tail.start();
        return !last().isAfter(after) || !lacks(from, after);
    }

    /** Whether something is missing between a position and where one begins to know. */
    static boolean lacks(Position start, Position after) {
        return !isBeginning(start) && start.value() > after.value() + 1;
    }

    private static boolean isBeginning(Position start) {
        return start.offset() == 0 && start.epoch() == FIRST_EPOCH;
    }

    /**
     * The position before the first record since a time, if that was read, and can be replayed for
     * certain. Where none was read, the log may yet hold some from before that time.
     */
    Optional<Position> before(Instant time) {
        long millis = time.toEpochMilli();
        if (!isBeginning(tail.start()) && tail.oldestAppend() >= millis) {
            return Optional.empty();
        }
        return tail.firstSince(millis).map(ReadLog::before).filter(this::holds);
    }

    /**
     * After what a subscription begins; a time that is not held for certain is as good as first.
     */
    Position startingAfter(StartingPoint from) {
        return switch (from) {
            case StartingPoint.Next() -> last();
            case StartingPoint.After(Position after) -> after;
            case StartingPoint.First() -> beforeFirst();
            case StartingPoint.At(Instant time) -> before(time).orElseGet(this::beforeFirst);
        };
    }

    Position next() {
        return next;
    }

    /** What was read last, whatever it was. */
    Position last() {
        return before(next);
    }

    Position beforeFirst() {
        return before(Position.of(next.epoch(), 0));
    }

    static Position before(Position position) {
        return new Position(position.value() - 1);
    }

    Tail tail() {
        return tail;
    }

    /** Nothing of it is shown to anybody any more. */
    boolean hasEnded(RoomId room) {
        return sieve.hasEnded(room);
    }

    void end(RoomId room) {
        sieve.end(room);
    }

    void skipTo(Position start) {
        next = start;
        tail.restart(start);
    }

    /** Any thread. */
    Optional<Position> firstPosition(MessageId message) {
        return sieve.firstOf(message);
    }
}
