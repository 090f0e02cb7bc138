package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import java.time.Instant;

/** A room as it stands. */
public record Room(
        RoomId id,
        RoomKind kind,
        RoomName name,
        RoomRules rules,
        Instant createdAt,
        MemberId createdBy) {

    public Room with(RoomName newName, RoomRules newRules) {
        return new Room(id, kind, newName, newRules, createdAt, createdBy);
    }
}
