package dev.roomlog.room.web;

import dev.roomlog.room.Membership;
import dev.roomlog.room.Role;
import dev.roomlog.room.Room;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomRules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A room.
 *
 * @param role the caller's; absent when not in it
 */
record RoomView(
        String id,
        String name,
        RoomKind kind,
        RoomRules.Entry entry,
        RoomRules.Posting posting,
        int slowModeSeconds,
        @Nullable Role role,
        int memberCount,
        Instant createdAt) {

    static RoomView of(Room room, @Nullable Membership mine, int memberCount) {
        return new RoomView(
                room.id().toString(),
                room.name().value(),
                room.kind(),
                room.rules().entry(),
                room.rules().posting(),
                room.rules().slowModeSeconds(),
                mine == null ? null : mine.role(),
                memberCount,
                room.createdAt());
    }
}
