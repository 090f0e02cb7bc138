package dev.roomlog.edge.fanout;

import dev.roomlog.edge.tail.Tail;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a scan found, for all who waited. Handed from the scan's thread to the feed's, and confined
 * to that from then on.
 */
public final class Found {

    private final Map<RoomId, Tail> rooms;
    private final Set<RoomId> ended;
    private final Position until;
    private final Runnable released;
    private int users;

    Found(Map<RoomId, Tail> rooms, Set<RoomId> ended, Position until, Runnable released) {
        this.rooms = rooms;
        this.ended = ended;
        this.until = until;
        this.released = released;
    }

    public long bytes() {
        return rooms.values().stream().mapToLong(Tail::bytes).sum();
    }

    /** Of a room in the plan: without holes from its start up to {@link #until}. */
    Tail of(RoomId room) {
        return Objects.requireNonNull(rooms.get(room));
    }

    Set<RoomId> ended() {
        return ended;
    }

    /** The plan's end. */
    Position until() {
        return until;
    }

    void retain() {
        users++;
    }

    void release() {
        users--;
        if (users == 0) {
            released.run();
        }
    }
}
