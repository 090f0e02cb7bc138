package dev.roomlog.edge.fanout;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.v1.MessageEvent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one subscription is shown of records that are not new. Deletions and erasures are applied
 * first: a text that has been deleted, or whose author's account was erased later, is not replayed;
 * its place is. So a record is noted as soon as it is known, and shown in its turn.
 */
final class Replay {

    private final Set<MessageId> gone = new HashSet<>();
    private final Map<String, Position> erasedAt = new HashMap<>();

    /** In any order, as often as one likes. */
    void note(LogRecord record) {
        if (record.type() == EventType.DELETED && record.id() != null) {
            gone.add(record.id());
        } else if (record.type() == EventType.AUTHOR_ERASED) {
            known(record)
                    .ifPresent(event ->
                            erasedAt.merge(
                                    event.getAuthorErased().getMemberId(),
                                    record.position(),
                                    (one, other) -> one.isAfter(other) ? one : other));
        }
    }

    /** In log order. */
    Optional<RoomEvent> shown(LogRecord record) {
        if (!erasedAt.isEmpty() && record.id() != null && isErased(record)) {
            gone.add(record.id());
        }
        boolean isGone = record.id() != null && gone.contains(record.id());
        return isGone && record.type() != EventType.DELETED
                ? EventBodies.withoutText(record)
                : EventBodies.of(record);
    }

    private boolean isErased(LogRecord record) {
        Position erased = known(record).map(Replay::author).map(erasedAt::get).orElse(null);
        return erased != null && erased.isAfter(record.position());
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
}
