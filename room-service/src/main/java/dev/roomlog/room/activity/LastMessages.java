package dev.roomlog.room.activity;

import dev.roomlog.events.RoomId;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The last message of every room. */
public interface LastMessages {

    /** Of these rooms; those without one are not in the map. */
    Map<RoomId, LastMessage> of(Set<RoomId> rooms);

    /**
     * All or nothing. A last message is kept only where the room is there and no later change is
     * known, so whoever comes late changes nothing.
     */
    void change(Collection<LastMessage> changed, Set<RoomId> ended);
}
