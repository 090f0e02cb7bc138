package dev.roomlog.membership;

import dev.roomlog.events.RoomId;

import java.time.Duration;

/**
 * A room as far as rights go.
 *
 * @param active false for one that is deleted, or in a state this release does not know
 * @param open whether everyone may post in it
 * @param slowMode least time between two posts of a member who is not staff; zero: none
 */
public record KnownRoom(
        RoomId room, boolean active, Kind kind, boolean open, Duration slowMode, long version) {

    /** As far as it matters here. */
    public enum Kind {
        /** Its existence may be told to anybody. */
        PUBLIC,

        PRIVATE,

        /** Nobody is staff in it. */
        DIRECT
    }

    public boolean isPublic() {
        return kind == Kind.PUBLIC;
    }
}
