package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.Change;
import dev.roomlog.message.Content;
import dev.roomlog.message.LoggedEvent;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a batch of the log touches in one room, as far as counting goes. */
final class RoomBatch {

    final RoomId room;

    /** Of the last event in the batch. */
    Position upTo = RoomTally.NOTHING;

    final Set<MessageId> posted = new HashSet<>();

    /** Edited or deleted. */
    final Set<MessageId> changed = new HashSet<>();

    /** Whom the events mention, whatever the messages do in the end. */
    final Set<MemberId> mentioned = new HashSet<>();

    /** The messages of an account are deleted, and which they were is not said. */
    boolean authorErased;

    boolean roomDeleted;

    private RoomBatch(RoomId room) {
        this.room = room;
    }

    /** Reactions count for nothing; a batch of nothing else is none. */
    static Map<RoomId, RoomBatch> of(Collection<LoggedEvent> events) {
        Map<RoomId, RoomBatch> batches = new LinkedHashMap<>();
        for (LoggedEvent event : events) {
            if (!(event instanceof LoggedEvent.Changed changed && isReaction(changed.change()))) {
                batches.computeIfAbsent(event.room(), RoomBatch::new).take(event);
            }
        }
        return batches;
    }

    private static boolean isReaction(Change change) {
        return change instanceof Change.Altered altered && altered.edit() == null;
    }

    private void take(LoggedEvent event) {
        upTo = event.position();
        switch (event) {
            case LoggedEvent.Posted(var message) -> {
                posted.add(message.id());
                if (message.content() instanceof Content.Spoken spoken) {
                    mentioned.addAll(spoken.mentions());
                }
            }
            case LoggedEvent.Changed(_, MessageId message, Change change) -> {
                changed.add(message);
                if (change instanceof Change.Altered altered && altered.edit() != null) {
                    mentioned.addAll(altered.edit().mentions());
                }
            }
            case LoggedEvent.AuthorErased _ -> authorErased = true;
            case LoggedEvent.RoomDeleted _ -> roomDeleted = true;
        }
    }

    List<MessageId> touched() {
        Set<MessageId> all = new HashSet<>(posted);
        all.addAll(changed);
        return List.copyOf(all);
    }
}
