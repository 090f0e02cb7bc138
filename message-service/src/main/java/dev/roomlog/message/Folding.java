package dev.roomlog.message;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what a batch of one partition comes to: one entry a message, whatever happened to it in
 * the batch, and a step of its own for what concerns a whole room. Pure. Applying the outcome
 * equals applying the events one by one, however a log is cut into batches.
 */
public final class Folding {

    private record MessageKey(RoomId room, MessageId id) {}

    private static final class Folded {
        @Nullable Message posted;
        @Nullable Change change;
    }

    private final List<Write> writes = new ArrayList<>();
    private final Map<MessageKey, Folded> open = new LinkedHashMap<>();

    private Folding() {}

    /**
     * @param batch in log order
     */
    public static List<Write> fold(List<LoggedEvent> batch) {
        Folding folding = new Folding();
        batch.forEach(folding::take);
        folding.closeEntries();
        return List.copyOf(folding.writes);
    }

    private void take(LoggedEvent event) {
        switch (event) {
            case LoggedEvent.Posted posted -> post(posted.message());
            case LoggedEvent.Changed changed -> change(changed);
            case LoggedEvent.RoomDeleted deleted ->
                    alone(new Write.DropRoom(deleted.room(), deleted.position()));
            case LoggedEvent.AuthorErased erased ->
                    alone(new Write.EraseAuthor(erased.room(), erased.author(), erased.position()));
        }
    }

    private void post(Message message) {
        Folded folded = folded(message.room(), message.id());
        if (folded.posted != null) {
            return;
        }
        if (folded.change != null) {
            // Changes before the record that posts it are for a message that was there by then, and
            // must not be merged with those behind: if it was not, they go nowhere.
            closeEntries();
            folded = folded(message.room(), message.id());
        }
        folded.posted = message;
    }

    private void change(LoggedEvent.Changed changed) {
        Folded folded = folded(changed.room(), changed.message());
        Change change = changed.change();
        // Both are kept: the message may be new with this batch, or have been there before it.
        folded.change = folded.change == null ? change : folded.change.then(change);
        if (folded.posted != null) {
            folded.posted = folded.posted.with(change);
        }
    }

    /** What concerns a whole room must stand between what came before and what comes after. */
    private void alone(Write write) {
        closeEntries();
        writes.add(write);
    }

    private Folded folded(RoomId room, MessageId id) {
        return open.computeIfAbsent(new MessageKey(room, id), _ -> new Folded());
    }

    private void closeEntries() {
        if (open.isEmpty()) {
            return;
        }
        List<Write.Entry> entries = new ArrayList<>(open.size());
        open.forEach((key, folded) ->
                entries.add(new Write.Entry(key.room(), key.id(), folded.posted, folded.change)));
        writes.add(new Write.Entries(entries));
        open.clear();
    }
}
