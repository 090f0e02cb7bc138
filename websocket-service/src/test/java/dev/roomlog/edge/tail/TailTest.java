package dev.roomlog.edge.tail;

import static dev.roomlog.edge.tail.RoomRecords.appendTime;
import static dev.roomlog.edge.tail.RoomRecords.at;
import static dev.roomlog.edge.tail.RoomRecords.posted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TailTest {

    private final RoomId room = RoomId.random();
    private final RoomId other = RoomId.random();
    private final int each = record(0).bytes();

    @Test
    void replaysTheRoomsRecordsAfterAPositionInLogOrder() {
        Tail tail = new Tail(new TailBudget(1_000_000), at(0));
        for (int offset = 0; offset < 6; offset++) {
            tail.append(posted(offset, offset % 2 == 0 ? room : other, MessageId.random(), "x"));
        }

        assertThat(offsets(tail.of(room, at(0)))).containsExactly(2L, 4L);
        assertThat(offsets(tail.of(other, at(0)))).containsExactly(1L, 3L, 5L);
        assertThat(tail.of(room, at(4))).isEmpty();
        assertThat(tail.of(RoomId.random(), at(0))).isEmpty();
    }

    @Test
    void findsWhereATimeBegins() {
        Tail tail = new Tail(new TailBudget(1_000_000), at(0));
        for (int offset = 0; offset < 4; offset++) {
            tail.append(record(offset));
        }

        assertThat(tail.firstSince(appendTime(2))).contains(at(2));
        assertThat(tail.firstSince(appendTime(2) + 1)).contains(at(3));
        assertThat(tail.firstSince(appendTime(3) + 1)).isEmpty();
        assertThat(tail.oldestAppend()).isEqualTo(appendTime(0));
    }

    @Test
    void givesOutARoomPieceByPieceWhileTheOldestIsEvicted() {
        Tail tail = new Tail(new TailBudget(20L * each), at(0));
        List<Long> given = new ArrayList<>();
        Position after = at(0);
        boolean last = false;
        for (int offset = 0; offset < 100; offset++) {
            tail.append(posted(offset, offset % 2 == 0 ? room : other, MessageId.random(), "x"));
            if (offset >= 20 && !last) {
                Tail.Piece piece = tail.next(room, after, each);
                assertThat(piece.records()).hasSize(1);
                given.addAll(offsets(piece.records()));
                after = piece.records().getLast().position();
                last = piece.last();
            }
        }

        assertThat(given.subList(0, 3)).containsExactly(2L, 4L, 6L);
        assertThat(given).isSorted().doesNotHaveDuplicates().last().isEqualTo(36L);
        assertThat(tail.start()).isEqualTo(at(80));
    }

    @Test
    void beginsAfterWhatWasEvicted() {
        Tail tail = new Tail(new TailBudget(3L * each), at(0));
        for (int offset = 0; offset < 5; offset++) {
            tail.append(record(offset));
        }

        assertThat(tail.start()).isEqualTo(at(2));
        assertThat(offsets(tail.of(room, at(0)))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void evictsTheOldestOfAllPartitionsFirst() {
        TailBudget budget = new TailBudget(4L * each);
        Tail quiet = new Tail(budget, at(0));
        Tail busy = new Tail(budget, at(0));

        quiet.append(record(0));
        busy.append(record(0));
        quiet.append(record(1));
        busy.append(record(1));
        busy.append(record(2));

        assertThat(quiet.start()).isEqualTo(at(1));
        assertThat(busy.start()).isEqualTo(at(0));

        busy.append(record(3));

        assertThat(quiet.start()).isEqualTo(at(1));
        assertThat(busy.start()).isEqualTo(at(1));
        assertThat(budget.used()).isEqualTo(4L * each);
    }

    @Test
    void holdsNothingOfARecordLargerThanTheWholeBudget() {
        TailBudget budget = new TailBudget(each - 1L);
        Tail tail = new Tail(budget, at(0));

        tail.append(record(0));

        assertThat(tail.start()).isEqualTo(at(1));
        assertThat(budget.used()).isZero();
    }

    @Test
    void givesItsBytesBackWhenReleased() {
        TailBudget budget = new TailBudget(3L * each);
        Tail gone = new Tail(budget, at(0));
        Tail stays = new Tail(budget, at(0));
        gone.append(record(0));
        stays.append(record(0));
        gone.append(record(1));

        gone.release();

        assertThat(budget.used()).isEqualTo(each);
        stays.append(record(1));
        stays.append(record(2));
        assertThat(stays.start()).isEqualTo(at(0));
        stays.append(record(3));
        assertThat(stays.start()).isEqualTo(at(1));
    }

    @Test
    void forgetsAllWhenItRestarts() {
        TailBudget budget = new TailBudget(1_000_000);
        Tail tail = new Tail(budget, at(0));
        tail.append(record(0));

        tail.restart(at(100));

        assertThat(tail.start()).isEqualTo(at(100));
        assertThat(tail.of(room, at(0))).isEmpty();
        assertThat(tail.oldestAppend()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.used()).isZero();
    }

    private LogRecord record(long offset) {
        return posted(offset, room, MessageId.random(), "x");
    }

    private static List<Long> offsets(List<LogRecord> records) {
        return records.stream().map(record -> record.position().offset()).toList();
    }
}
