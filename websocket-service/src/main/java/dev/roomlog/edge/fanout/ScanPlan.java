package dev.roomlog.edge.fanout;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.Collections;
import java.util.Map;

/**
 * One scan of a partition for all who wait.
 *
 * @param after for each room, the position after which somebody wants it
 * @param until the first position that is not looked for: from it on the feed has read, and tells
 *     of, every record
 */
public record ScanPlan(Map<RoomId, Position> after, Position until) {

    public ScanPlan {
        after = Map.copyOf(after);
    }

    /** The lowest position wanted. */
    public Position from() {
        return new Position(Collections.min(after.values()).value() + 1);
    }
}
