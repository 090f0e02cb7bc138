package dev.roomlog.message;

import dev.roomlog.events.Position;

import java.util.List;
import java.util.Optional;

/**
 * Some of the messages that changed.
 *
 * @param items ascending by last change
 * @param next where the next page begins; empty on the last
 * @param appliedTo the list shows every change up to this position, perhaps later ones
 */
public record ChangedPage(List<Message> items, Optional<ChangePlace> next, Position appliedTo) {

    public ChangedPage {
        items = List.copyOf(items);
    }
}
