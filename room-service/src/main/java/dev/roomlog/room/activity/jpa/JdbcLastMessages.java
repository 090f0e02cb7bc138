package dev.roomlog.room.activity.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.activity.LastMessage;
import dev.roomlog.room.activity.LastMessages;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

@Repository
class JdbcLastMessages implements LastMessages {

    // last_change last: the conditions before it compare with the old one.
    private static final String KEEP =
            """
            INSERT INTO room_activity
              (room_id, position, last_at, sender_id, message_id, preview, last_change)
            SELECT r.id, :position, :at, :sender, :message, :preview, :change
            FROM rooms r WHERE r.id = :room AND r.status = 'ACTIVE'
            ON DUPLICATE KEY UPDATE
              position = IF(last_change < :change, :position, position),
              last_at = IF(last_change < :change, :at, last_at),
              sender_id = IF(last_change < :change, :sender, sender_id),
              message_id = IF(last_change < :change, :message, message_id),
              preview = IF(last_change < :change, :preview, preview),
              last_change = GREATEST(last_change, :change)
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    JdbcLastMessages(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Map<RoomId, LastMessage> of(Set<RoomId> rooms) {
        return jdbc
                .sql("SELECT * FROM room_activity WHERE room_id IN (:rooms)")
                .param("rooms", texts(rooms))
                .query(JdbcLastMessages::lastMessage)
                .list() // a stream of rows would keep its connection
                .stream()
                .collect(Collectors.toMap(LastMessage::room, Function.identity()));
    }

    @Override
    public void change(Collection<LastMessage> changed, Set<RoomId> ended) {
        transaction.executeWithoutResult(_ -> {
            changed.forEach(this::keep);
            if (!ended.isEmpty()) {
                jdbc.sql("DELETE FROM room_activity WHERE room_id IN (:rooms)")
                        .param("rooms", texts(ended))
                        .update();
            }
        });
    }

    private void keep(LastMessage last) {
        jdbc.sql(KEEP)
                .param("room", last.room().toString())
                .param("position", last.position().value())
                .param("at", last.at().toEpochMilli())
                .param("sender", last.sender().value())
                .param("message", last.message().toString())
                .param("preview", last.preview())
                .param("change", last.lastChange().value())
                .update();
    }

    private static List<String> texts(Set<RoomId> rooms) {
        return rooms.stream().map(RoomId::toString).toList();
    }

    private static LastMessage lastMessage(ResultSet row, int number) throws SQLException {
        return new LastMessage(
                RoomId.of(row.getString("room_id")),
                new Position(row.getLong("position")),
                Instant.ofEpochMilli(row.getLong("last_at")),
                new MemberId(row.getString("sender_id")),
                MessageId.parse(row.getString("message_id"))
                        .orElseThrow(() -> new SQLException("not a message ID")),
                row.getString("preview"),
                new Position(row.getLong("last_change")));
    }
}
