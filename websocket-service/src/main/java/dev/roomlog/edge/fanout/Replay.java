package dev.roomlog.edge.fanout;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.v1.MessageEvent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is shown of records that are not new. Deletions and erasures are applied first: a text that
 * has been deleted, or whose author's account was erased later, is not replayed; its place is.
 */
final class Replay {

    private final Set<MessageId> gone = new HashSet<>();

    private Replay() {}

    /**
     * @param records of one room, in log order, up to the newest
     */
    static List<RoomEvent> of(List<LogRecord> records) {
        Replay replay = new Replay();
        replay.noteDeletions(records);
        replay.noteErasures(records);
        return records.stream().flatMap(record -> replay.shown(record).stream()).toList();
    }

    private void noteDeletions(List<LogRecord> records) {
        for (LogRecord record : records) {
            if (record.type() == EventType.DELETED && record.id() != null) {
                gone.add(record.id());
            }
        }
    }

    private void noteErasures(List<LogRecord> records) {
        Map<String, Position> erasedAt = new HashMap<>();
        for (LogRecord record : records) {
            if (record.type() == EventType.AUTHOR_ERASED) {
                known(record)
                        .ifPresent(event ->
                                erasedAt.put(
                                        event.getAuthorErased().getMemberId(), record.position()));
            }
        }
        if (erasedAt.isEmpty()) {
            return;
        }
        for (LogRecord record : records) {
            Position erased = known(record).map(Replay::author).map(erasedAt::get).orElse(null);
            if (erased != null && erased.isAfter(record.position()) && record.id() != null) {
                gone.add(record.id());
            }
        }
    }

    /** Whose text it is; only authors edit. */
    private static String author(MessageEvent event) {
        return switch (event.getEventCase()) {
            case POSTED -> event.getPosted().getSenderId();
            case EDITED -> event.getEdited().getEditorId();
            case DELETED, REACTION, ROOM_DELETED, AUTHOR_ERASED, EVENT_NOT_SET -> "";
        };
    }

    private static Optional<MessageEvent> known(LogRecord record) {
        return Decoded.message(record.value()) instanceof Decoded.Known<MessageEvent>(var event)
                ? Optional.of(event)
                : Optional.empty();
    }

    private Optional<RoomEvent> shown(LogRecord record) {
        boolean isGone = record.id() != null && gone.contains(record.id());
        return isGone && record.type() != EventType.DELETED
                ? EventBodies.withoutText(record)
                : EventBodies.of(record);
    }
}
