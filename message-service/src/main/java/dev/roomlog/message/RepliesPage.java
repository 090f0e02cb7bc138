package dev.roomlog.message;

import dev.roomlog.events.Position;

import java.util.List;
import java.util.Optional;

/**
 * Some of the messages that answer one.
 *
 * @param items ascending by position
 * @param next after which position the next page begins; empty on the last
 */
public record RepliesPage(List<Message> items, Optional<Position> next) {

    public RepliesPage {
        items = List.copyOf(items);
    }
}
