package dev.roomlog.posting;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageText;

import java.util.List;
import java.util.Optional;

/**
 * What an author wants a message to become, well-formed but not yet judged.
 *
 * @param mentions empty: those that are there stay
 */
public record Edit(MessageText text, Optional<List<MemberId>> mentions) {

    public Edit {
        mentions = mentions.map(List::copyOf);
    }
}
