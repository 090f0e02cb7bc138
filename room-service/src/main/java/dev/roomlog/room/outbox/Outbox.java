package dev.roomlog.room.outbox;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.util.Collection;
import java.util.List;

/** The table between the database and Kafka. */
@Repository
class Outbox {

    private final JdbcClient jdbc;

    Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Joins the transaction around it. */
    void append(OutgoingEvent event) {
        MemberId member = event.key().member();
        jdbc.sql(
                        "INSERT INTO outbox (topic, room_id, member_id, type, event_id, payload)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")
                .param(event.topic())
                .param(event.key().room().toString())
                .param(member == null ? null : member.value())
                .param(event.type().header())
                .param(event.id().toString())
                .param(event.value().toByteArray())
                .update();
    }

    /** By ID, from the very first; some rooms are left out. */
    List<OutboxRow> oldest(Collection<RoomId> without, int limit) {
        String filter = without.isEmpty() ? "" : " WHERE room_id NOT IN (:without)";
        var query = jdbc.sql("SELECT * FROM outbox" + filter + " ORDER BY id LIMIT :limit");
        if (!without.isEmpty()) {
            query = query.param("without", without.stream().map(RoomId::toString).toList());
        }
        return query.param("limit", limit).query(OutboxRow::from).list();
    }

    /** What another instance deleted already is as good as deleted. */
    void delete(List<Long> ids) {
        jdbc.sql("DELETE FROM outbox WHERE id IN (:ids)").param("ids", ids).update();
    }

    /** Counted no further than to 100,000: it is asked while the database has enough to do. */
    long size() {
        return jdbc.sql("SELECT COUNT(*) FROM (SELECT id FROM outbox LIMIT 100000) AS waiting")
                .query(Long.class)
                .single();
    }
}
