package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.ReadMarker;
import dev.roomlog.events.v1.RoomKind;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

@ExtendWith(WithEdges.class)
class ReadingIT {

    private static final MemberId BOB = new MemberId("bob");

    private final Edges edges;
    private final RoomId room;
    private StompClient alice;
    private StompClient bob;
    private StompClient bobElsewhere;

    ReadingIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        alice = edges.connect(edges.a, "alice");
        bob = edges.connect(edges.a, "bob");
        bobElsewhere = edges.connect(edges.b, "bob");
    }

    @AfterEach
    void disconnect() throws IOException {
        alice.close();
        bob.close();
        bobElsewhere.close();
    }

    @Test
    void tellsTheRoomAndTheMembersOtherDevices() throws IOException {
        alice.subscribe(room);
        bobElsewhere.subscribe(room);
        Position position = bob.post(room, "hello").position();
        mark(bob, position, "receipt:read-1");

        assertThat(bob.next("RECEIPT").headers()).containsOnly(Map.entry("receipt-id", "read-1"));
        for (StompClient each : List.of(alice, bobElsewhere)) {
            Received read = next("read", each);
            assertThat(read.headers())
                    .containsEntry("destination", "/topic/rooms/" + room)
                    .doesNotContainKey("x-position");
            assertThat(read.json().get("roomId").stringValue()).isEqualTo(room.toString());
            assertThat(read.json().get("memberId").stringValue()).isEqualTo("bob");
            assertThat(read.json().get("position").longValue()).isEqualTo(position.value());
            assertThat(read.json().size()).isEqualTo(3);
        }
        assertThat(markers()).containsExactly(position.value());
    }

    @Test
    void neverShowsThatAMarkerWentBack() throws IOException {
        Position first = alice.post(room, "one").position();
        Position second = alice.post(room, "two").position();
        Position third = alice.post(room, "three").position();
        alice.subscribe(room);

        markAndAwait(bob, second);
        markAndAwait(bobElsewhere, first);
        markAndAwait(bobElsewhere, third);

        assertThat(positionOf(next("read", alice))).isEqualTo(second.value());
        assertThat(positionOf(next("read", alice))).isEqualTo(third.value());
    }

    @Test
    void takesWhatLiesBeyondTheLogForItsEnd() throws IOException {
        Position posted = alice.post(room, "one").position();

        markAndAwait(bob, new Position(Position.MAX_VALUE));
        Position after = alice.post(room, "two").position();

        assertThat(markers())
                .singleElement()
                .satisfies(marker ->
                        assertThat(marker)
                                .isGreaterThanOrEqualTo(posted.value())
                                .isLessThan(after.value()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "''|invalid-request",
                "{|invalid-request",
                "[1]|invalid-request",
                "17|invalid-request",
                "null|invalid-request",
                "{\"position\":1,\"more\":2}|invalid-request",
                "{\"position\":1,\"position\":2}|invalid-request",
                "{}|invalid-position",
                "{\"position\":null}|invalid-position",
                "{\"position\":\"1\"}|invalid-position",
                "{\"position\":-1}|invalid-position",
                "{\"position\":1.5}|invalid-position",
                "{\"position\":9007199254740992}|invalid-position"
            })
    void refusesWhatIsNoPosition(String body, String code) throws IOException {
        bob.subscribeToErrors();

        bob.send("SEND", body, "destination:/app/rooms/" + room + "/read", "receipt:r-1");

        Received refused = bob.nextEvent("refused");
        assertThat(codeOf(refused)).isEqualTo(code);
        assertThat(refused.json().get("receiptId").stringValue()).isEqualTo("r-1");
    }

    @Test
    void refusesWhoIsNotInTheRoom() throws IOException {
        RoomId open = edges.room(RoomKind.ROOM_KIND_PUBLIC, "alice");
        try (StompClient eve = edges.connect(edges.a, "eve")) {
            eve.subscribeToErrors();

            mark(eve, new Position(1));
            assertThat(codeOf(eve.nextEvent("refused"))).isEqualTo("not-found");
            eve.send("SEND", "{\"position\":1}", "destination:/app/rooms/" + open + "/read");
            assertThat(codeOf(eve.nextEvent("refused"))).isEqualTo("not-a-member");
        }
        try (StompClient eve = edges.connect(edges.a, "eve")) {
            mark(eve, new Position(1));
            eve.assertRefusedAndClosed("not-found", 1008);
        }
    }

    @Test
    void manyMarkersAreFewRecordsAndNoneIsRefused() throws IOException {
        List<Position> said = new ArrayList<>();
        RoomLog log = new RoomLog(edges, room);
        log.say(300);
        said.addAll(log.positions());
        alice.subscribe(room);

        for (Position position : said) {
            mark(bob, position);
        }
        mark(bob, said.getLast(), "receipt:last");

        bob.next("RECEIPT");
        assertThat(markers()).hasSizeLessThan(60).isSorted().endsWith(said.getLast().value());
        Received read = next("read", alice);
        while (positionOf(read) < said.getLast().value()) {
            read = next("read", alice);
        }
    }

    @Test
    void marksThatWaitedCountWhenTheConnectionEnds() throws IOException {
        // More rooms than may be marked at once.
        List<RoomId> rooms =
                IntStream.range(0, 60)
                        .mapToObj(_ -> edges.room(RoomKind.ROOM_KIND_PRIVATE, "bob"))
                        .toList();
        Position read = alice.post(room, "one").position();
        for (RoomId each : rooms) {
            bob.send(
                    "SEND",
                    "{\"position\":" + read + "}",
                    "destination:/app/rooms/" + each + "/read");
        }

        bob.send("DISCONNECT", "");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() ->
                        assertThat(allMarkers().keySet())
                                .containsAll(
                                        rooms.stream()
                                                .map(each -> RoomKey.of(each, BOB))
                                                .toList()));
    }

    @Test
    void tellsWhoIsMentionedWhereverConnectedAndNobodyElse() throws IOException {
        notified(alice);
        notified(bob);
        notified(bobElsewhere);
        try (StompClient eve = edges.connect(edges.b, "eve")) {
            notified(eve);

            Received receipt = post("\"bob\",\"eve\",\"alice\",\"nobody\"", "c-1");

            for (StompClient each : List.of(bob, bobElsewhere)) {
                Received mention = next("mention", each);
                assertThat(mention.headers())
                        .containsEntry("destination", "/user/queue/notifications")
                        .containsEntry("subscription", "n");
                assertThat(mention.json().get("roomId").stringValue()).isEqualTo(room.toString());
                assertThat(mention.json().get("by").stringValue()).isEqualTo("alice");
                assertThat(mention.json().get("messageId").stringValue())
                        .isEqualTo(receipt.header("message-id"));
                assertThat(positionOf(mention)).isEqualTo(receipt.position().value());
            }
            // What comes next tells that nothing came before it.
            RoomId hers = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "eve");
            alice.sendTo(
                    hers,
                    "{\"text\":\"hey\",\"mentions\":[\"eve\"]}",
                    "content-type:application/json");
            assertThat(next("mention", eve).json().get("roomId").stringValue())
                    .isEqualTo(hers.toString());
        }
        send(bob, "\"alice\"", "b-1");
        assertThat(next("mention", alice).json().get("by").stringValue()).isEqualTo("bob");
    }

    @Test
    void tellsOfARepeatedMessageOnce() throws IOException {
        notified(bobElsewhere);
        Received first = post("\"bob\"", "c-1");
        Received again = post("\"bob\"", "c-1");
        try (StompClient other = edges.connect(edges.b, "alice")) {
            send(other, "\"bob\"", "c-1");
            assertThat(other.next("RECEIPT").position()).isEqualTo(first.position());
        }
        Received next = post("\"bob\"", "c-2");

        assertThat(again.position()).isEqualTo(first.position());
        assertThat(positionOf(next("mention", bobElsewhere))).isEqualTo(first.position().value());
        assertThat(positionOf(next("mention", bobElsewhere))).isEqualTo(next.position().value());
    }

    private Received post(String mentions, String clientId) throws IOException {
        send(alice, mentions, clientId);
        Received frame = alice.nextFrameOfAnyKind();
        while (!frame.command().equals("RECEIPT")) {
            frame = alice.nextFrameOfAnyKind();
        }
        return frame;
    }

    private void send(StompClient from, String mentions, String clientId) throws IOException {
        from.sendTo(
                room,
                "{\"text\":\"hey\",\"mentions\":[" + mentions + "]}",
                "content-type:application/json",
                "x-client-message-id:" + clientId);
    }

    /** The next of these events, whatever comes before it. */
    private static Received next(String event, StompClient client) {
        Received next = client.nextFrameOfAnyKind();
        while (!next.header("x-event").equals(event)) {
            next = client.nextFrameOfAnyKind();
        }
        return next;
    }

    private static void notified(StompClient client) throws IOException {
        client.send("SUBSCRIBE", "", "id:n", "destination:/user/queue/notifications", "receipt:n");
        client.next("RECEIPT");
    }

    private void mark(StompClient client, Position position, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("destination:/app/rooms/" + room + "/read");
        client.send("SEND", "{\"position\":" + position + "}", all.toArray(String[]::new));
    }

    private void markAndAwait(StompClient client, Position position) throws IOException {
        mark(client, position, "receipt:marked");
        client.next("RECEIPT");
    }

    private static long positionOf(Received event) {
        return event.json().get("position").longValue();
    }

    private static String codeOf(Received refused) {
        return refused.json().get("code").stringValue();
    }

    /** Bob's in the room, in the order of the log. */
    private List<Long> markers() {
        return allMarkers().getOrDefault(RoomKey.of(room, BOB), List.of());
    }

    private Map<RoomKey, List<Long>> allMarkers() {
        Map<RoomKey, List<Long>> found = new HashMap<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", edges.brokers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> all =
                    IntStream.range(0, Edges.PARTITIONS)
                            .mapToObj(p -> new TopicPartition(Topics.READS.name(), p))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    found.computeIfAbsent(
                                    RoomKey.parse(each.key()).orElseThrow(), _ -> new ArrayList<>())
                            .add(ReadMarker.parseFrom(each.value()).getPosition());
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }
}
