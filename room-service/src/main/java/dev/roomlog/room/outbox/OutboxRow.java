package dev.roomlog.room.outbox;

import com.google.protobuf.ByteString;

import dev.roomlog.events.EventType;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** An event that waits for Kafka. */
record OutboxRow(long id, OutgoingEvent event) {

    RoomId room() {
        return event.key().room();
    }

    static OutboxRow from(ResultSet row, int number) throws SQLException {
        RoomId room = RoomId.of(row.getString("room_id"));
        @Nullable String member = row.getString("member_id");
        EventType type =
                EventType.of(row.getString("type"))
                        .orElseThrow(() -> new SQLException("unknown event type"));
        return new OutboxRow(
                row.getLong("id"),
                new OutgoingEvent(
                        row.getString("topic"),
                        member == null ? RoomKey.of(room) : RoomKey.of(room, new MemberId(member)),
                        type,
                        UUID.fromString(row.getString("event_id")),
                        false,
                        ByteString.copyFrom(row.getBytes("payload"))));
    }
}
