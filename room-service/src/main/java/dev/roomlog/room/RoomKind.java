package dev.roomlog.room;

/** Who can see a room, and how it is entered. */
public enum RoomKind {
    PUBLIC,
    PRIVATE,
    DIRECT
}
