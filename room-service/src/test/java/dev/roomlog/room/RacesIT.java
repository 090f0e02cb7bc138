package dev.roomlog.room;

import static dev.roomlog.room.RoomsIT.membershipsOf;
import static dev.roomlog.room.RoomsIT.statesOf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;
import dev.roomlog.support.TestKafka;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whoever is first: what is stored, what was told and what was answered agree. */
class RacesIT extends RunningService {

    private static final int THREADS = 50;
    private static final int ACTS = 8;

    @Autowired private JdbcClient jdbc;

    @Test
    void fiftyThreadsChangingOneRoomLoseNothing() throws Exception {
        List<Http> people = Stream.generate(this::someone).limit(THREADS).toList();
        String room = people.getFirst().room("PUBLIC");
        String path = "/api/rooms/" + room;
        for (int i = 1; i < 40; i++) {
            String role = i < 10 ? "OWNER" : i < 20 ? "MODERATOR" : "MEMBER";
            Answer added =
                    people.getFirst()
                            .put(
                                    path + "/members/" + people.get(i).id(),
                                    "{\"role\":\"%s\"}".formatted(role));
            assertThat(added.status()).isEqualTo(200);
        }

        List<Supplier<Answer>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            Http me = people.get(i);
            threads.add(() -> {
                Answer last = null;
                for (int act = 0; act < ACTS; act++) {
                    Supplier<Answer> one =
                            something(me, people.get(random.nextInt(THREADS)), path, random);
                    last = insisting(one);
                    assertThat(last.status())
                            .as(last.response().body())
                            .isIn(200, 204, 403, 404, 409);
                }
                return last;
            });
        }
        atOnce(threads);

        long version = room(room, "version", Long.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> statesOf(room).size() + membershipsOf(room).size() >= version);
        Map<Long, Map.Entry<String, MembershipState>> told = new HashMap<>();
        TestKafka.read(Topics.MEMBERSHIPS).stream()
                .filter(record -> TestKafka.keyOf(record).room().toString().equals(room))
                .forEach(record -> {
                    MembershipState state = parsed(record.value());
                    String member =
                            Objects.requireNonNull(TestKafka.keyOf(record).member()).value();
                    assertThat(told.put(state.getVersion(), Map.entry(member, state))).isNull();
                });
        assertThat(
                        Stream.concat(
                                told.keySet().stream(),
                                statesOf(room).stream().map(state -> state.getVersion())))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, version).boxed().toList());

        Map<String, MembershipState> view = new HashMap<>();
        told.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(step -> {
                    view.put(step.getValue().getKey(), step.getValue().getValue());
                    assertThat(owners(view)).as("owners at %s", step.getKey()).isPositive();
                });
        assertThat(rows(room))
                .isEqualTo(
                        view.entrySet().stream()
                                .map(entry -> line(entry.getKey(), entry.getValue()))
                                .sorted()
                                .toList());
        assertThat(room(room, "member_count", Long.class))
                .isEqualTo(view.values().stream().filter(RacesIT::isIn).count());
        assertThat(room(room, "name", String.class))
                .isEqualTo(
                        statesOf(room).stream()
                                .max(Comparator.comparingLong(state -> state.getVersion()))
                                .orElseThrow()
                                .getName());
    }

    private static Supplier<Answer> something(Http me, Http other, String path, Random random) {
        String member = path + "/members/" + other.id();
        String name = "{\"name\":\"%d\"}".formatted(random.nextInt());
        return switch (random.nextInt(10)) {
            case 0, 1 -> () -> me.put(path + "/members/me");
            case 2 -> () -> me.delete(path + "/members/me");
            case 3 -> () -> me.put(member, "{\"role\":\"OWNER\"}");
            case 4 -> () -> me.put(member, "{\"role\":\"MEMBER\"}");
            case 5 -> () -> me.delete(member);
            case 6 -> () -> me.put(path + "/bans/" + other.id(), "{}");
            case 7 -> () -> me.delete(path + "/bans/" + other.id());
            case 8 -> () -> me.put(path + "/mutes/" + other.id(), "{}");
            default -> () -> me.patch(path, name);
        };
    }

    @RepeatedTest(5)
    void whoeverJoinsWhileBeingBannedIsOutInTheEnd() throws Exception {
        Http owner = someone();
        Http joiner = someone();
        String room = owner.room("PUBLIC");
        String path = "/api/rooms/" + room;

        List<Answer> answers =
                atOnce(
                        List.of(
                                () -> joiner.put(path + "/members/me"),
                                () -> owner.put(path + "/bans/" + joiner.id()),
                                () -> joiner.put(path + "/members/me"),
                                () -> owner.put(path + "/members/" + joiner.id())));

        assertThat(answers.get(1).status()).isEqualTo(200);
        for (int i : List.of(0, 2, 3)) {
            assertThat(answers.get(i).status() == 200 || answers.get(i).code().equals("banned"))
                    .isTrue();
        }
        assertThat(rows(room)).anyMatch(row -> row.startsWith(joiner.id() + " BANNED"));
        assertThat(room(room, "member_count", Long.class)).isEqualTo(1);
        long version = room(room, "version", Long.class);
        await().until(() -> membershipsOf(room).size() == version - 1);
        assertThat(membershipsOf(room).getLast().getStatus())
                .isEqualTo(MembershipStatus.MEMBERSHIP_STATUS_BANNED);
    }

    @RepeatedTest(5)
    void aRoomKeepsAnOwnerWhoeverLeavesWhileBeingPromoted() throws Exception {
        Http owner = someone();
        Http heir = someone();
        String room = owner.room("PUBLIC");
        String path = "/api/rooms/" + room;
        heir.put(path + "/members/me");

        atOnce(
                List.of(
                        () -> owner.put(path + "/members/" + heir.id(), "{\"role\":\"OWNER\"}"),
                        () -> owner.delete(path + "/members/me"),
                        () -> heir.delete(path + "/members/me"),
                        () -> heir.put(path + "/members/" + heir.id(), "{\"role\":\"MEMBER\"}")));

        assertThat(rows(room)).anyMatch(row -> row.contains(" MEMBER OWNER"));
    }

    @RepeatedTest(5)
    void ofTwoOwnersWhoGoAtOnceOneStays() throws Exception {
        Http ann = someone();
        Http bob = someone();
        String room = ann.room("PRIVATE");
        String path = "/api/rooms/" + room;
        ann.put(path + "/members/" + bob.id(), "{\"role\":\"OWNER\"}");

        List<Answer> answers =
                atOnce(
                        List.of(
                                () -> ann.delete(path + "/members/me"),
                                () -> bob.delete(path + "/members/me")));

        assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(204, 409);
        assertThat(rows(room)).filteredOn(row -> row.contains(" MEMBER OWNER")).hasSize(1);
    }

    /** Who is told to come again (503: nothing was done), does. */
    private static Answer insisting(Supplier<Answer> act) {
        return Stream.generate(act)
                .limit(20)
                .filter(answer -> answer.status() != 503)
                .findFirst()
                .orElseThrow();
    }

    /** All begin together. */
    private static List<Answer> atOnce(List<Supplier<Answer>> acts) throws Exception {
        CyclicBarrier start = new CyclicBarrier(acts.size());
        List<Callable<Answer>> threads = new ArrayList<>();
        for (Supplier<Answer> act : acts) {
            threads.add(() -> {
                start.await();
                return insisting(act);
            });
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : executor.invokeAll(threads)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private <T> T room(String room, String column, Class<T> type) {
        return jdbc.sql("SELECT " + column + " FROM rooms WHERE id = ?")
                .param(room)
                .query(type)
                .single();
    }

    /** Member, status, role, version. */
    private List<String> rows(String room) {
        return jdbc
                .sql(
                        """
                        SELECT CONCAT_WS(' ', member_id, status, role, version, muted_until) AS line
                        FROM memberships WHERE room_id = ?
                        """)
                .param(room)
                .query((row, _) -> row.getString("line"))
                .list()
                .stream()
                .sorted()
                .toList();
    }

    private static String line(String member, MembershipState state) {
        String line =
                "%s %s %s %d"
                        .formatted(
                                member,
                                state.getStatus().name().replace("MEMBERSHIP_STATUS_", ""),
                                state.getRole().name().replace("ROLE_", ""),
                                state.getVersion());
        return state.hasMutedUntil()
                ? line + " " + state.getMutedUntil().getSeconds() * 1000
                : line;
    }

    private static boolean isIn(MembershipState state) {
        return state.getStatus() == MembershipStatus.MEMBERSHIP_STATUS_MEMBER;
    }

    private static long owners(Map<String, MembershipState> view) {
        return view.values().stream()
                .filter(state -> isIn(state) && state.getRole().name().equals("ROLE_OWNER"))
                .count();
    }

    private static MembershipState parsed(byte[] value) {
        try {
            return MembershipState.parseFrom(value);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
