package dev.roomlog.unread;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What one who asks what there is to read, or says what was read, is told. */
public sealed interface ReadingAnswer {

    /**
     * @param items ascending by room
     * @param next the room after which to go on; null when this was all
     */
    record Found(List<Unread> items, @Nullable RoomId next) implements ReadingAnswer {
        public Found {
            items = List.copyOf(items);
        }
    }

    record Refused(RefusalCode code) implements ReadingAnswer {}
}
