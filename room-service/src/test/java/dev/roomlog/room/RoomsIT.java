package dev.roomlog.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topic;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;
import dev.roomlog.support.TestKafka;

import jakarta.persistence.EntityManagerFactory;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

class RoomsIT extends RunningService {

    @Autowired private Rooms rooms;
    @Autowired private JdbcClient jdbc;
    @Autowired private EntityManagerFactory factory;

    @Test
    void aNewRoomIsToldWithAVersionForItAndEachMember() {
        Http owner = someone();
        Http member = someone();
        String room =
                owner.post(
                                "/api/rooms",
                                "{\"name\":\"A\",\"kind\":\"PRIVATE\",\"members\":[\"%s\"],\"posting\":\"STAFF\",\"slowModeSeconds\":7}"
                                        .formatted(member.id()))
                        .text("id");

        await().until(() -> statesOf(room).size() == 1 && membershipsOf(room).size() == 2);

        RoomState state = statesOf(room).getFirst();
        assertThat(state.getVersion()).isEqualTo(1);
        assertThat(state.getSlowModeSeconds()).isEqualTo(7);
        assertThat(membershipsOf(room).stream().map(MembershipState::getVersion))
                .containsExactly(2L, 3L);
    }

    @Test
    void everyRecordSitsInItsRoomsPartition() {
        Http owner = someone();
        String room = owner.room("PUBLIC");
        await().until(() -> !membershipsOf(room).isEmpty());

        for (var topic : List.of(Topics.ROOMS, Topics.MEMBERSHIPS)) {
            for (ConsumerRecord<byte[], byte[]> record : TestKafka.read(topic)) {
                assertThat(record.partition())
                        .isEqualTo(
                                RoomPartitioner.partitionOf(
                                        TestKafka.keyOf(record).room(),
                                        TestKafka.LAYOUT.partitions()));
            }
        }
    }

    @Test
    void twentyThreadsChangingOneRoomLoseNoVersion() throws Exception {
        Http owner = someone();
        String room = owner.room("PUBLIC");
        List<Callable<Answer>> visitors = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Http visitor = someone();
            visitors.add(() -> {
                visitor.put("/api/rooms/" + room + "/members/me");
                visitor.delete("/api/rooms/" + room + "/members/me");
                return visitor.put("/api/rooms/" + room + "/members/me");
            });
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(visitors)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }

        await().until(() -> membershipsOf(room).size() >= 61);
        assertThat(membershipsOf(room).stream().map(MembershipState::getVersion))
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 62).boxed().toList());
        assertThat(owner.get("/api/rooms/" + room).body().get("memberCount").asInt()).isEqualTo(21);
    }

    @Test
    void myRoomsAreOneStatement() {
        Http owner = someone();
        List<String> made =
                List.of(owner.room("PUBLIC"), owner.room("PRIVATE"), owner.room("PUBLIC"));
        Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.clear();

        Answer answer = owner.get("/api/rooms");

        assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
        assertThat(answer.body().get("items").valueStream().map(room -> room.get("id").asString()))
                .containsExactlyInAnyOrderElementsOf(made);
        assertThat(answer.body().get("items").get(0).get("role").asString()).isEqualTo("OWNER");
        assertThat(answer.body().get("items").get(0).get("memberCount").asInt()).isEqualTo(1);
    }

    @Test
    void myRoomsAreReadInPagesWithoutHoleOrRepetition() {
        Http owner = someone();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(owner.room("PUBLIC"));
        }

        List<String> seen = new ArrayList<>();
        String page = "/api/rooms?limit=2";
        String cursor = "";
        do {
            Answer answer = owner.get(page + cursor);
            answer.body().get("items").forEach(room -> seen.add(room.get("id").asString()));
            cursor = answer.body().has("next") ? "&cursor=" + answer.text("next") : "";
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void publicRoomsAreDiscoveredByTheBeginningOfTheirNames() {
        Http owner = someone();
        String name = Http.freshName();
        owner.post("/api/rooms", "{\"name\":\"%s one\",\"kind\":\"PUBLIC\"}".formatted(name));
        owner.post("/api/rooms", "{\"name\":\"%s two\",\"kind\":\"PRIVATE\"}".formatted(name));

        Answer found = someone().get("/api/rooms/discover?query=" + name);

        assertThat(found.body().get("items").size()).isEqualTo(1);
    }

    @Test
    void aPrivateRoomIsNotThereForStrangers() {
        String room = someone().room("PRIVATE");
        Http stranger = someone();

        assertThat(stranger.get("/api/rooms/" + room).status()).isEqualTo(404);
        assertThat(stranger.get("/api/rooms/" + room + "/members").status()).isEqualTo(404);
        assertThat(stranger.put("/api/rooms/" + room + "/members/me").status()).isEqualTo(404);
    }

    @Test
    void twoHaveOneDirectRoomAlsoWhenBothOpenItAtOnce() throws Exception {
        Http ann = someone();
        Http bob = someone();
        List<Callable<Answer>> both =
                List.of(() -> direct(ann, bob), () -> direct(bob, ann), () -> direct(ann, bob));

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(both)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
        assertThat(answers.stream().map(Answer::status)).containsOnly(200, 201);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        Http owner = someone();
        String room = owner.room("PUBLIC");
        await().until(() -> membershipsOf(room).size() == 1);

        assertThatThrownBy(() ->
                        rooms.change(
                                RoomId.of(room),
                                new MemberId(owner.id()),
                                // No such member: the event is written, then the row fails.
                                _ ->
                                        new Decision.Changed(
                                                Membership.of(
                                                        new MemberId("nobody"), Role.MEMBER))))
                .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
        assertThat(owner.delete("/api/rooms/" + room + "/members/me").code())
                .isEqualTo("last-owner");

        // Neither the failed change nor the refused one took a version.
        someone().put("/api/rooms/" + room + "/members/me");
        await().until(() -> membershipsOf(room).size() > 1);
        assertThat(membershipsOf(room).stream().map(MembershipState::getVersion))
                .containsExactly(2L, 3L);
        assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM outbox WHERE member_id = 'nobody'")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    static Answer direct(Http from, Http to) {
        return from.post(
                "/api/rooms", "{\"kind\":\"DIRECT\",\"members\":[\"%s\"]}".formatted(to.id()));
    }

    static List<RoomState> statesOf(String room) {
        return valuesOf(room, Topics.ROOMS, RoomState.parser());
    }

    static List<MembershipState> membershipsOf(String room) {
        return valuesOf(room, Topics.MEMBERSHIPS, MembershipState.parser());
    }

    static <T> List<T> valuesOf(String room, Topic topic, Parser<T> parser) {
        List<T> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TestKafka.read(topic)) {
            if (TestKafka.keyOf(record).room().toString().equals(room)) {
                try {
                    values.add(parser.parseFrom(record.value()));
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return values;
    }
}
