package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;
import static dev.roomlog.edge.membership.Memberships.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.RoomKind;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One room, two edges that share nothing but Kafka. */
@ExtendWith(WithEdges.class)
class EdgeIT {

    private final Edges edges;
    private final RoomId room;
    private StompClient alice;
    private StompClient bob;

    EdgeIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        alice = edges.connect(edges.a, "alice");
        bob = edges.connect(edges.b, "bob");
    }

    @AfterEach
    void disconnect() throws IOException {
        alice.close();
        bob.close();
    }

    @Test
    void carriesAMessageFromOneEdgeToTheOtherUnderOnePosition() throws IOException {
        alice.subscribe(room);
        bob.subscribe(room);

        alice.sendTo(room, "hello 👋");

        Received message = bob.nextEvent("posted");
        // RECEIPT and MESSAGE come from different threads: either may be first.
        List<Received> own = List.of(alice.nextFrame(), alice.nextFrame());
        Received receipt =
                own.stream().filter(f -> f.command().equals("RECEIPT")).findAny().orElseThrow();
        Received echo =
                own.stream().filter(f -> f.command().equals("MESSAGE")).findAny().orElseThrow();
        assertThat(message.position()).isEqualTo(receipt.position()).isEqualTo(echo.position());
        assertThat(message.header("message-id")).isEqualTo(receipt.header("message-id"));
        assertThat(message.json().get("text").stringValue()).isEqualTo("hello 👋");
        assertThat(message.json().get("senderId").stringValue()).isEqualTo("alice");
        assertThat(message.json().get("id").stringValue()).isEqualTo(receipt.header("message-id"));
        assertThat(message.json().get("position").longValue())
                .isEqualTo(receipt.position().value());
        Instant sentAt = Instant.parse(message.json().get("sentAt").stringValue());
        assertThat(Duration.between(sentAt, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void showsEveryoneTheSameOrder() throws IOException {
        alice.subscribe(room);
        bob.subscribe(room);

        for (int i = 0; i < 20; i++) {
            alice.send("SEND", "a" + i, "destination:/app/rooms/" + room);
            bob.send("SEND", "b" + i, "destination:/app/rooms/" + room);
        }

        List<String> seenByAlice = new ArrayList<>();
        List<String> seenByBob = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            seenByAlice.add(alice.nextEvent("posted").json().get("text").stringValue());
            seenByBob.add(bob.nextEvent("posted").json().get("text").stringValue());
        }
        assertThat(seenByAlice).isEqualTo(seenByBob);
        assertThat(seenByAlice.stream().filter(text -> text.startsWith("a")).toList())
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 20).mapToObj(i -> "a" + i).toList());
    }

    @Test
    void answersARetryThroughAnotherEdgeWithTheFirstPositionAndShowsItOnce() throws IOException {
        StompClient aliceAgain = edges.connect(edges.b, "alice");
        bob.subscribe(room);

        Received first = alice.post(room, "once", "x-client-message-id:c-1");
        Received retry = aliceAgain.post(room, "once", "x-client-message-id:c-1");
        Received sameEdge = alice.post(room, "once", "x-client-message-id:c-1");
        Received next = alice.post(room, "next", "x-client-message-id:c-2");

        assertThat(retry.position()).isEqualTo(first.position()).isEqualTo(sameEdge.position());
        assertThat(retry.header("message-id")).isEqualTo(first.header("message-id"));
        assertThat(bob.nextEvent("posted").position()).isEqualTo(first.position());
        assertThat(bob.nextEvent("posted").position()).isEqualTo(next.position());
        aliceAgain.close();
    }

    @Test
    void showsOnceWhatTwoEdgesAppendedAtTheSameTime() throws IOException {
        StompClient aliceAgain = edges.connect(edges.b, "alice");
        bob.subscribe(room);

        for (int i = 0; i < 10; i++) {
            alice.sendTo(room, "m" + i, "x-client-message-id:race-" + i);
            aliceAgain.sendTo(room, "m" + i, "x-client-message-id:race-" + i);
            Received one = alice.next("RECEIPT");
            Received other = aliceAgain.next("RECEIPT");

            assertThat(other.position()).isEqualTo(one.position());
            assertThat(bob.nextEvent("posted").position()).isEqualTo(one.position());
        }
        aliceAgain.close();
    }

    @Test
    void sendsWhoComesBackExactlyWhatItMissed() throws IOException {
        bob.subscribe(room);
        Received seen = alice.post(room, "seen");
        bob.nextEvent("posted");
        bob.close();
        Received missed = alice.post(room, "missed");
        Received missedToo = alice.post(room, "missed, too");

        bob = edges.connect(edges.a, "bob");
        List<Received> events = bob.resume(room, seen.position(), 2);
        Received live = alice.post(room, "live");

        assertThat(events)
                .extracting(Received::position)
                .containsExactly(missed.position(), missedToo.position());
        assertThat(bob.nextEvent("posted").position()).isEqualTo(live.position());
    }

    @Test
    void resumesThroughAnEdgeThatNeverSawTheRoomBefore() throws IOException {
        Received first = alice.post(room, "one");
        Received second = alice.post(room, "two");

        List<Received> events = bob.resume(room, first.position(), 1);

        assertThat(events).extracting(Received::position).containsExactly(second.position());
    }

    @Test
    void endsTheSubscriptionOfWhoWasRemovedWithALastFrameThatSaysSo() throws IOException {
        bob.subscribe(room);
        bob.send("SUBSCRIBE", "", "id:n", "destination:/user/queue/notifications", "receipt:n");
        bob.next("RECEIPT");
        alice.post(room, "before");
        bob.nextEvent("posted");

        edges.publish(room, "bob", out(9, MembershipStatus.MEMBERSHIP_STATUS_LEFT));
        List<Received> said = List.of(bob.nextFrame(), bob.nextFrame());
        alice.post(room, "after");

        Received last =
                said.stream()
                        .filter(f -> f.header("subscription").equals("room"))
                        .findAny()
                        .orElseThrow();
        assertThat(last.header("x-event")).isEqualTo("member");
        assertThat(last.json().get("change").stringValue()).isEqualTo("removed");
        assertThat(last.json().get("memberId").stringValue()).isEqualTo("bob");
        assertThat(said).extracting(f -> f.header("x-event")).contains("removed");
        // A frame sent after "after" was delivered to all shows that nothing of it came here.
        bob.subscribeToErrors();
        bob.sendTo(room, "let me in");
        assertThat(bob.nextEvent("refused").json().get("code").stringValue())
                .isEqualTo("not-found");
    }

    @Test
    void letsInWhoJoinedAMomentAfterAsking() throws IOException {
        StompClient carol = edges.connect(edges.b, "carol");
        carol.send("SUBSCRIBE", "", "id:0", "destination:/topic/rooms/" + room, "receipt:r");

        edges.publish(room, "carol", aMember(10));

        carol.nextEvent("room");
        carol.next("RECEIPT");
        carol.close();
    }

    @Test
    void sendsNothingAfterUnsubscribe() throws IOException {
        bob.subscribe(room);
        bob.send("UNSUBSCRIBE", "", "id:room", "receipt:gone");
        bob.next("RECEIPT");

        Received unseen = alice.post(room, "unseen");
        List<Received> again = bob.subscribe(room, "x-from:" + unseen.header("x-position"));

        assertThat(again).hasSize(1);
    }

    @Test
    void countsARecordOfAKindItDoesNotKnowAndGoesOn() throws IOException {
        bob.subscribe(room);
        Counter unknown =
                edges.b
                        .context()
                        .getBean(MeterRegistry.class)
                        .get("roomlog.edge.records.unknown")
                        .counter();
        double before = unknown.count();
        var later =
                new ProducerRecord<>(
                        Topics.messagesName(1),
                        RoomPartitioner.partitionOf(room, Edges.PARTITIONS),
                        RoomKey.of(room).toBytes(),
                        new byte[] {(byte) 0xfa, 1, 0});
        later.headers().add("type", "later".getBytes(StandardCharsets.US_ASCII));
        sendAsAStranger(later);

        Received posted = alice.post(room, "still here");

        assertThat(bob.nextEvent("posted").position()).isEqualTo(posted.position());
        assertThat(unknown.count()).isEqualTo(before + 1);
    }

    @Test
    void followsAPartitionThatEndsWithARecordItCannotRead() throws IOException {
        int partition = RoomPartitioner.partitionOf(room, Edges.PARTITIONS);
        var poison =
                new ProducerRecord<byte[], byte[]>(
                        Topics.messagesName(1), partition, null, new byte[] {1, 2, 3});
        sendAsAStranger(poison);
        Edges.Edge fresh = edges.start();
        Edges.awaitReady(fresh);

        StompClient carol = edges.connect(fresh, "alice");
        carol.subscribe(room);
        Received receipt = alice.post(room, "still here", "x-client-message-id:c-1");

        assertThat(receipt.header("message-id")).isNotEmpty();
        carol.close();
        fresh.context().close();
    }

    @Test
    void followsPartitionsThatEndWithTheMarkOfATransaction() throws IOException {
        MessageEvent erased =
                MessageEvent.newBuilder()
                        .setAuthorErased(AuthorErased.newBuilder().setMemberId("nobody"))
                        .build();
        edges.publishInTransaction(
                OutgoingEvent.room(room, aRoom(RoomKind.ROOM_KIND_PRIVATE, 20).build()),
                OutgoingEvent.membership(room, new MemberId("carol"), aMember(21).build()),
                OutgoingEvent.message(1, room, erased));
        Edges.Edge fresh = edges.start();
        Edges.awaitReady(fresh);

        StompClient reading = edges.connect(fresh, "carol");
        reading.subscribe(room);
        StompClient writing = edges.connect(fresh, "carol");
        Received receipt = writing.post(room, "still here", "x-client-message-id:c-1");

        assertThat(reading.nextEvent("posted").position()).isEqualTo(receipt.position());
        reading.close();
        writing.close();
        fresh.context().close();
    }

    private void sendAsAStranger(ProducerRecord<byte[], byte[]> record) {
        try (var stranger =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", edges.brokers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var _ = stranger.send(record);
            stranger.flush();
        }
    }
}
