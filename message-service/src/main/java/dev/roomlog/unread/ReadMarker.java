package dev.roomlog.unread;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;

/**
 * A member has read a room up to and including a position.
 *
 * @param key room and member
 */
public record ReadMarker(RoomKey key, Position position) {}
