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
        MemberId createdBy) {}
