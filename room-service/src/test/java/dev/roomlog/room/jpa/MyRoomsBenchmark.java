package dev.roomlog.room.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomLists.ActivityKey;
import dev.roomlog.room.RoomLists.Listed;
import dev.roomlog.support.RunningService;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How long a member's rooms take with 1,000,000 memberships: 1,000 members, each in 1,000 of 10,000
 * rooms, all with activity. Not part of the build: {@code ./mvnw -pl room-service -am test
 * -Dtest=MyRoomsBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, with {@code
 * -Droomlog.test.jdbc-url} on another server.
 */
class MyRoomsBenchmark extends RunningService {

    private static final int MEMBERS = 1_000;
    private static final int ROOMS = 10_000;
    private static final int ROOMS_OF_A_MEMBER = 1_000;
    private static final int PAGE = 51; // 50, and one to see whether there is more
    private static final int CALLS = 2_000;

    @Autowired private RoomLists lists;
    @Autowired private JdbcClient jdbc;

    @Test
    void firstAndDeepPage() {
        load();
        List<MemberId> members = IntStream.range(0, MEMBERS).mapToObj(this::member).toList();
        List<@Nullable ActivityKey> deep =
                members.stream().<@Nullable ActivityKey>map(this::after900).toList();
        Random random = new Random(1);

        List<String> lines = new ArrayList<>();
        for (boolean one : List.of(true, false)) {
            String who = one ? "one member" : "any member";
            IntFunction<Integer> next = _ -> one ? 7 : random.nextInt(MEMBERS);
            lines.add(
                    measured(
                            who + ", first page",
                            call -> lists.of(members.get(next.apply(call)), null, PAGE)));
            lines.add(
                    measured(
                            who + ", after 900",
                            call -> {
                                int member = next.apply(call);
                                return lists.of(members.get(member), deep.get(member), PAGE);
                            }));
        }
        jdbc.sql("EXPLAIN " + SqlRoomLists.OF_MEMBER + " LIMIT " + PAGE)
                .param("member", members.get(7).value())
                .param("at", Long.MAX_VALUE)
                .param("room", "")
                .query()
                .listOfRows()
                .forEach(System.out::println);
        System.out.println(
                jdbc.sql("SELECT VERSION()").query(String.class).single()
                        + ", buffer pool "
                        + jdbc.sql("SELECT @@innodb_buffer_pool_size").query(Long.class).single()
                        + "\n| | p50 | p99 | max |\n|---|---|---|---|\n"
                        + String.join("\n", lines));
    }

    private ActivityKey after900(MemberId member) {
        Listed last = lists.of(member, null, 900).getLast();
        return new ActivityKey(last.lastActivityAt().toEpochMilli(), last.id().toString());
    }

    private static String measured(String what, IntFunction<List<Listed>> call) {
        for (int i = 0; i < CALLS / 4; i++) {
            assertThat(call.apply(i)).hasSize(PAGE);
        }
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long before = System.nanoTime();
            List<Listed> page = call.apply(i);
            nanos[i] = System.nanoTime() - before;
            assertThat(page).hasSize(PAGE);
        }
        Arrays.sort(nanos);
        return "| %s | %.1f ms | %.1f ms | %.1f ms |"
                .formatted(
                        what,
                        nanos[CALLS / 2] / 1e6,
                        nanos[CALLS * 99 / 100] / 1e6,
                        nanos[CALLS - 1] / 1e6);
    }

    private MemberId member(int number) {
        return new MemberId(new UUID(number, number * 31L).toString());
    }

    private static String room(int number) {
        return new UUID(number * 0x9E3779B97F4A7C15L, number).toString();
    }

    private void load() {
        Random random = new Random(42);
        insert(
                "members (id, username, display_name, password_hash, admin, created_at)",
                MEMBERS,
                i -> "('%s', 'bench-%d', 'Member %d', '', FALSE, 0)".formatted(member(i), i, i));
        insert(
                "rooms (id, version, status, kind, name, entry_rule, posting_rule,"
                        + " slow_mode_seconds, member_count, created_at, created_by)",
                ROOMS,
                i ->
                        "('%s', 1, 'ACTIVE', 'PRIVATE', 'Room number %d', 'EVERYONE', 'EVERYONE', 0, 100, 0, '%s')"
                                .formatted(room(i), i, member(0)));
        insert(
                "room_activity"
                        + " (room_id, position, last_at, sender_id, preview, message_id, last_change)",
                ROOMS,
                i ->
                        "('%s', %d, %d, '%s', '%s', '%s', %d)"
                                .formatted(
                                        room(i),
                                        i,
                                        1_700_000_000_000L + random.nextInt(1_000_000_000),
                                        member(i % MEMBERS),
                                        "what was said last ".repeat(4),
                                        new UUID(i, i),
                                        i));
        List<Integer> rooms = new ArrayList<>(IntStream.range(0, ROOMS).boxed().toList());
        // In the order of the primary key: loading is not what is measured.
        Map<String, Set<String>> membersOfRooms = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++) {
            Collections.shuffle(rooms, random);
            String id = member(member).value();
            rooms.subList(0, ROOMS_OF_A_MEMBER)
                    .forEach(room ->
                            membersOfRooms
                                    .computeIfAbsent(room(room), _ -> new TreeSet<>())
                                    .add(id));
        }
        membersOfRooms.forEach((room, members) -> {
            List<String> ids = List.copyOf(members);
            insert(
                    "memberships (room_id, member_id, status, role, version)",
                    ids.size(),
                    i -> "('%s', '%s', 'MEMBER', 'MEMBER', 2)".formatted(room, ids.get(i)));
        });
        jdbc.sql("ANALYZE TABLE memberships, rooms, room_activity").query().listOfRows();
        assertThat(jdbc.sql("SELECT COUNT(*) FROM memberships").query(Long.class).single())
                .isEqualTo(1_000_000);
    }

    private void insert(String columns, int count, IntFunction<String> row) {
        for (int from = 0; from < count; from += 1_000) {
            List<String> rows =
                    IntStream.range(from, Math.min(count, from + 1_000)).mapToObj(row).toList();
            jdbc.sql("INSERT INTO " + columns + " VALUES " + String.join(", ", rows)).update();
        }
    }
}
