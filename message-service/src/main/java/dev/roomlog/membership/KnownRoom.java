package dev.roomlog.membership;

import dev.roomlog.events.RoomId;

/**
 * A room as far as access goes.
 *
 * @param active false for one that is deleted, or in a state this release does not know
 * @param isPublic whether its existence may be told to anybody
 */
public record KnownRoom(RoomId room, boolean active, boolean isPublic, long version) {}
