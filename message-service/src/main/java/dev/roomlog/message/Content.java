package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stands at a message's place. */
public sealed interface Content {

    /**
     * @param editedAt append time of the last edit; null when there was none
     */
    record Spoken(
            MessageText text,
            List<MemberId> mentions,
            @Nullable Instant editedAt,
            Set<Reaction> reactions)
            implements Content {

        public Spoken {
            mentions = List.copyOf(mentions);
            reactions = Set.copyOf(reactions);
        }

        public static Spoken first(MessageText text, List<MemberId> mentions) {
            return new Spoken(text, mentions, null, Set.of());
        }

        Spoken with(Change.Altered change) {
            Set<Reaction> present = new HashSet<>(reactions);
            change.reactions()
                    .forEach((reaction, set) -> {
                        if (set) {
                            present.add(reaction);
                        } else {
                            present.remove(reaction);
                        }
                    });
            Change.Edit edit = change.edit();
            return edit == null
                    ? new Spoken(text, mentions, editedAt, present)
                    : new Spoken(edit.text(), edit.mentions(), edit.at(), present);
        }
    }

    /** Deleted, or its author's account erased: nothing of it is left, and nothing comes back. */
    record Erased() implements Content {}
}
