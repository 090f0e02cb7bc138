package dev.roomlog.room;

/**
 * What a room's staff decides about it.
 *
 * @param entry who may bring members in
 * @param posting who may post
 * @param slowModeSeconds least time between two messages of one member; 0: none
 */
public record RoomRules(Entry entry, Posting posting, int slowModeSeconds) {

    public static final int MAX_SLOW_MODE_SECONDS = 300;
    public static final RoomRules DEFAULT = new RoomRules(Entry.EVERYONE, Posting.EVERYONE, 0);

    public RoomRules {
        if (slowModeSeconds < 0 || slowModeSeconds > MAX_SLOW_MODE_SECONDS) {
            throw new IllegalArgumentException("slow mode is 0 to 300 seconds");
        }
    }

    public enum Entry {
        EVERYONE,
        ADMINS
    }

    public enum Posting {
        EVERYONE,
        STAFF
    }
}
