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
 * not shown it any more; but no repetition within the duplicate window, nothing of a room whose end
 * was read, and no edit or reaction after its message was deleted: who published it had not heard
 * of that, and history has it without effect. Confined to one thread but for {@link #firstOf}.
 */
final class Sieve {

    private final DuplicateWindow window;
    private final DuplicateWindow deleted;
    private final Set<RoomId> ended = new HashSet<>();

    Sieve(Duration duplicateWindow) {
        this.window = new DuplicateWindow(duplicateWindow);
        this.deleted = new DuplicateWindow(duplicateWindow);
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
                && !repeats(record)
                && !comesTooLate(type, record);
    }

    private boolean repeats(LogRecord record) {
        MessageId id = record.id();
        return record.type() == EventType.POSTED
                && record.retryable()
                && id != null
                && window.repeats(id, record.position(), record.appendedAt());
    }

    private boolean comesTooLate(EventType type, LogRecord record) {
        MessageId id = record.id();
        if (id == null) {
            return false;
        }
        return switch (type) {
            case DELETED -> {
                // Each is kept: whoever begins between two must learn of it.
                deleted.repeats(id, record.position(), record.appendedAt());
                yield false;
            }
            case EDITED, REACTION -> deleted.holds(id, record.appendedAt());
            default -> false;
        };
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
