package dev.roomlog.message;

import dev.roomlog.events.Position;

import java.util.List;

/**
 * A stretch of a room's history.
 *
 * @param items ascending by position
 * @param appliedTo the page shows everything of its stretch up to this position, perhaps more
 */
public record Page(List<Message> items, boolean hasBefore, boolean hasAfter, Position appliedTo) {

    public Page {
        items = List.copyOf(items);
    }
}
