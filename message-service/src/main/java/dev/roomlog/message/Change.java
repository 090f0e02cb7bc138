package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of log records comes to for one message that may exist already. It holds the outcome
 * for each thing touched, so to apply it again, or over a part of itself, changes nothing.
 */
public sealed interface Change {

    /** Of the last record folded in: the change applies only to a message last changed before. */
    Position upTo();

    /**
     * @param edit the last edit; null when there was none
     * @param reactions for each reaction touched whether it is there in the end
     */
    record Altered(Position upTo, @Nullable Edit edit, Map<Reaction, Boolean> reactions)
            implements Change {

        public Altered {
            reactions = Map.copyOf(reactions);
        }
    }

    /** Terminal: whatever the log says about the message afterwards is without effect. */
    record Erased(Position upTo) implements Change {}

    /** A new text. */
    record Edit(MessageText text, List<MemberId> mentions, Instant at) {

        public Edit {
            mentions = List.copyOf(mentions);
        }
    }

    /** This, then {@code later}, as one change. */
    default Change then(Change later) {
        return switch (this) {
            case Erased erased -> erased;
            case Altered first ->
                    switch (later) {
                        case Erased erased -> erased;
                        case Altered second -> merge(first, second);
                    };
        };
    }

    private static Change merge(Altered first, Altered second) {
        Map<Reaction, Boolean> reactions = new HashMap<>(first.reactions());
        reactions.putAll(second.reactions());
        return new Altered(
                second.upTo(), second.edit() == null ? first.edit() : second.edit(), reactions);
    }
}
