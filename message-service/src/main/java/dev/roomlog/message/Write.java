package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One step of applying a batch. Steps are applied in order; each may be applied again. */
public sealed interface Write {

    /** Changes of single messages, at most one entry a message: in any order among themselves. */
    record Entries(List<Entry> entries) implements Write {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** Drops the room: of what was or will be said in it, whenever it is applied, nothing stays. */
    record DropRoom(RoomId room, Position position) implements Write {}

    /** Erases what the author said in the room before {@code position}; the places stay. */
    record EraseAuthor(RoomId room, MemberId author, Position position) implements Write {}

    /**
     * What a batch comes to for one message.
     *
     * @param posted to be stored unless the ID is there already, with the batch's later changes in
     *     it; null when the batch has no {@code posted} of this message
     * @param change to be applied where the message was there already and last changed before; null
     *     when the batch has none
     */
    record Entry(RoomId room, MessageId id, @Nullable Message posted, @Nullable Change change) {}
}
