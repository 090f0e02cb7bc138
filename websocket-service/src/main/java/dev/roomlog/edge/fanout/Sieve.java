package dev.roomlog.edge.fanout;

import dev.roomlog.edge.tail.DuplicateWindow;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which records of a partition are kept: the same for who follows it and for who scans it. Told of
 * all records of a room, in log order, it keeps what clients are shown, and what says that they are
 * not shown it any more; but no repetition within the duplicate window, and nothing of a room whose
 * end was read. Confined to one thread but for {@link #firstOf}.
 */
final class Sieve {

    private final DuplicateWindow window;
    private final Set<RoomId> ended = new HashSet<>();

    Sieve(Duration duplicateWindow) {
        this.window = new DuplicateWindow(duplicateWindow);
    }

    boolean keeps(LogRecord record) {
        EventType type = record.type();
        if (type == EventType.ROOM_DELETED) {
            ended.add(record.room());
            return false;
        }
        return type != null
                && (type.isPositioned() || type == EventType.AUTHOR_ERASED)
                && !ended.contains(record.room())
                && !repeats(record);
    }

    private boolean repeats(LogRecord record) {
        MessageId id = record.id();
        return record.type() == EventType.POSTED
                && record.retryable()
                && id != null
                && window.repeats(id, record.position(), record.appendedAt());
    }

    /** Nothing before or after its end is shown of a room to anybody. */
    void end(RoomId room) {
        ended.add(room);
    }

    boolean hasEnded(RoomId room) {
        return ended.contains(room);
    }

    Set<RoomId> ended() {
        return ended;
    }

    /** Any thread. */
    Optional<Position> firstOf(MessageId message) {
        return window.firstOf(message);
    }
}
