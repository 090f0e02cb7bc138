package dev.roomlog.room.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomLists.ActivityKey;
import dev.roomlog.room.RoomLists.Listed;
import dev.roomlog.support.Http;
import dev.roomlog.support.RunningService;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class MyRoomsIT extends RunningService {

    @Autowired private RoomLists lists;
    @Autowired private JdbcClient jdbc;
    @Autowired private EntityManagerFactory factory;

    @Test
    void aPageIsOneStatementWhateverIsInIt() {
        Http ann = someone();
        for (int i = 0; i < 5; i++) {
            active(ann.room(i % 2 == 0 ? "PUBLIC" : "PRIVATE"), i);
        }
        ann.room("PUBLIC"); // in which nobody has said anything
        Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.clear();

        List<Listed> page = lists.of(new MemberId(ann.id()), null, 50);

        assertThat(page).hasSize(6);
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
    }

    @Test
    void pagesLoseAndDoubleNothingWhileOtherRoomsBecomeActive() {
        Http ann = someone();
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rooms.add(ann.room("PUBLIC"));
            active(rooms.getLast(), 9_000 - 1_000 * (i / 2)); // in pairs of the same time
        }
        String last = rooms.getLast();

        List<Listed> first = page(ann, null);
        active(first.getFirst().id().toString(), 20_000); // seen, and moves
        active(last, 30_000); // not seen yet, and moves to before what was
        List<Listed> second = page(ann, first.getLast());
        active(second.getFirst().id().toString(), 40_000);
        List<Listed> third = page(ann, second.getLast());

        List<String> seen = new ArrayList<>(ids(first));
        seen.addAll(ids(second));
        seen.addAll(ids(third));
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).containsAll(rooms.subList(0, 8)).doesNotContain(last);
        assertThat(ids(page(ann, null))).contains(last);
    }

    private List<Listed> page(Http member, @Nullable Listed after) {
        return lists.of(
                new MemberId(member.id()),
                after == null
                        ? null
                        : new ActivityKey(
                                after.lastActivityAt().toEpochMilli(), after.id().toString()),
                3);
    }

    private static List<String> ids(List<Listed> page) {
        return page.stream().map(room -> room.id().toString()).toList();
    }

    private void active(String room, long at) {
        jdbc.sql(
                        "INSERT INTO room_activity (room_id, position, last_at, sender_id, preview,"
                                + " message_id, last_change) VALUES (:room, :at, :at, 'x', 'x',"
                                + " :message, :at) ON DUPLICATE KEY UPDATE last_at = :at")
                .param("room", room)
                .param("at", at)
                .param("message", new UUID(0, at).toString())
                .update();
    }
}
