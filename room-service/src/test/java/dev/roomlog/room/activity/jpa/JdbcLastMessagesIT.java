package dev.roomlog.room.activity.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.activity.LastMessage;
import dev.roomlog.support.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

class JdbcLastMessagesIT {

    private static final DataSource SOURCE = TestDatabase.migrated("roomlog_activity_it");
    private static final JdbcClient JDBC = JdbcClient.create(SOURCE);

    private final JdbcLastMessages lastMessages =
            new JdbcLastMessages(JDBC, new TransactionTemplate(new JdbcTransactionManager(SOURCE)));

    @Test
    void keepsWhatItIsTold() {
        RoomId room = room("ACTIVE");
        LastMessage first = message(room, 5, "one 👋");
        LastMessage second = message(room, 6, null);

        lastMessages.change(List.of(first), Set.of());
        assertThat(lastMessages.of(Set.of(room, RoomId.random()))).containsOnly(entry(first));

        lastMessages.change(List.of(second), Set.of());
        assertThat(lastMessages.of(Set.of(room))).containsOnly(entry(second));
    }

    @Test
    void neverGoesBackwards() {
        RoomId room = room("ACTIVE");
        LastMessage newer = message(room, 9, "newer");
        lastMessages.change(List.of(newer), Set.of());

        lastMessages.change(List.of(message(room, 8, "older")), Set.of());
        lastMessages.change(List.of(message(room, 9, "the same again, altered")), Set.of());

        assertThat(lastMessages.of(Set.of(room))).containsOnly(entry(newer));
    }

    @Test
    void aRoomThatEndedHasNoneForGood() {
        RoomId room = room("ACTIVE");
        RoomId other = room("ACTIVE");
        LastMessage kept = message(other, 1, "kept");
        lastMessages.change(List.of(message(room, 1, "one"), kept), Set.of());
        JDBC.sql("UPDATE rooms SET status = 'DELETED' WHERE id = ?")
                .param(room.toString())
                .update();

        lastMessages.change(List.of(), Set.of(room));
        lastMessages.change(List.of(message(room, 7, "too late")), Set.of());

        assertThat(lastMessages.of(Set.of(room, other))).containsOnly(entry(kept));
    }

    @Test
    void aRoomNobodyHasHasNone() {
        RoomId unknown = RoomId.random();

        lastMessages.change(List.of(message(unknown, 1, "one")), Set.of());

        assertThat(lastMessages.of(Set.of(unknown))).isEmpty();
    }

    private static java.util.Map.Entry<RoomId, LastMessage> entry(LastMessage last) {
        return java.util.Map.entry(last.room(), last);
    }

    private static LastMessage message(RoomId room, long offset, @Nullable String preview) {
        return new LastMessage(
                room,
                Position.of(1, offset),
                Instant.ofEpochMilli(1_000 + offset),
                new MemberId("someone-" + offset),
                MessageId.random(),
                preview,
                Position.of(1, offset));
    }

    private static RoomId room(String status) {
        RoomId room = RoomId.random();
        JDBC.sql(
                        "INSERT INTO rooms (id, version, status, kind, name, entry_rule,"
                                + " posting_rule, slow_mode_seconds, member_count, created_at,"
                                + " created_by) VALUES (?, 1, ?, 'PUBLIC', 'A room', 'EVERYONE',"
                                + " 'EVERYONE', 0, 0, 0, 'someone')")
                .params(room.toString(), status)
                .update();
        return room;
    }
}
