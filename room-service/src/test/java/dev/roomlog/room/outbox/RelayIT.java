package dev.roomlog.room.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.roomlog.events.Appended;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.support.TestDatabase;
import dev.roomlog.support.TestKafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class RelayIT {

    private static final JdbcClient JDBC =
            JdbcClient.create(TestDatabase.migrated("roomlog_relay_it"));

    private final Outbox outbox = new Outbox(JDBC);
    private final RelaySignal signal = new RelaySignal();
    private final EventProducer producer = connect();
    private final EventProducer otherProducer = connect();

    private static EventProducer connect() {
        return EventProducer.connect(
                Map.of("bootstrap.servers", TestKafka.servers()), Duration.ZERO);
    }

    @BeforeEach
    void empty() {
        JDBC.sql("DELETE FROM outbox").update();
    }

    @AfterEach
    void close() {
        producer.close();
        otherProducer.close();
    }

    @Test
    void sendsWhatARoomDidInItsOrder() {
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(20).toList();
        for (long version = 1; version <= 60; version++) {
            for (RoomId room : rooms) {
                append(room, version);
            }
        }

        runUntilEmpty(new Relay(outbox, producer::send, signal));

        for (RoomId room : rooms) {
            assertThat(versionsOf(room))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
        }
    }

    @Test
    void twoRelaysAtOnceEndInTheHighestVersion() throws InterruptedException {
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(10).toList();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> relays =
                Stream.of(producer, otherProducer)
                        .map(each ->
                                Thread.ofPlatform()
                                        .start(() ->
                                                run(new Relay(outbox, each::send, signal), done)))
                        .toList();

        for (long version = 1; version <= 50; version++) {
            for (RoomId room : rooms) {
                append(room, version);
            }
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> outbox.size() == 0);
        done.set(true);
        for (Thread relay : relays) {
            relay.join();
        }

        for (RoomId room : rooms) {
            long state = 0;
            for (long version : versionsOf(room)) {
                state = Math.max(state, version); // a reader ignores a lower one
            }
            assertThat(state).isEqualTo(50);
            assertThat(Set.copyOf(versionsOf(room))).hasSize(50);
        }
    }

    @Test
    void survivesKafkaFailingAndKeepsTheOrder() {
        RoomId room = RoomId.random();
        for (long version = 1; version <= 20; version++) {
            append(room, version);
        }
        AtomicInteger sends = new AtomicInteger();
        Function<OutgoingEvent, CompletableFuture<Appended>> failing =
                event ->
                        sends.incrementAndGet() % 7 == 0
                                ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                                : producer.send(event);

        runUntilEmpty(new Relay(outbox, failing, signal));

        assertThat(firstSeen(versionsOf(room)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(versionsOf(room).getLast()).isEqualTo(20);
    }

    @Test
    void aRoomThatFailsBlocksOnlyItself() {
        RoomId stuck = RoomId.random();
        RoomId other = RoomId.random();
        for (long version = 1; version <= 600; version++) {
            append(stuck, version);
        }
        append(other, 1);
        Function<OutgoingEvent, CompletableFuture<Appended>> failing =
                event ->
                        event.key().room().equals(stuck)
                                ? CompletableFuture.failedFuture(new IllegalStateException("no"))
                                : producer.send(event);
        Relay relay = new Relay(outbox, failing, signal);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    boolean _ = relay.pass();
                    return outbox.size() == 600;
                });

        assertThat(versionsOf(other)).containsExactly(1L);
        assertThat(versionsOf(stuck)).isEmpty();
    }

    @Test
    void anEarlierIdCommittedLaterIsSentAllTheSame() {
        RoomId early = RoomId.random();
        RoomId late = RoomId.random();
        append(early, 1);
        long skipped = lastId() + 1;
        JDBC.sql("ALTER TABLE outbox AUTO_INCREMENT = " + (skipped + 100)).update();
        append(early, 2);
        Relay relay = new Relay(outbox, producer::send, signal);
        runUntilEmpty(relay);

        append(late, 1);
        JDBC.sql("UPDATE outbox SET id = ?").param(skipped).update();
        runUntilEmpty(relay);

        assertThat(versionsOf(late)).containsExactly(1L);
    }

    @Test
    void theLeaseIsHeldByOneAndGivenOn() {
        RelayLease first = new RelayLease(JDBC, Duration.ofSeconds(30));
        RelayLease second = new RelayLease(JDBC, Duration.ofSeconds(30));

        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();
        assertThat(first.held()).isTrue();

        first.release();
        assertThat(second.held()).isTrue();
        second.release();
    }

    @Test
    void theLeaseOfADeadInstanceRunsOut() {
        RelayLease dead = new RelayLease(JDBC, Duration.ofMillis(300));
        RelayLease next = new RelayLease(JDBC, Duration.ofSeconds(30));
        assertThat(dead.held()).isTrue();

        await().atMost(Duration.ofSeconds(5)).until(next::held);
        next.release();
    }

    private void append(RoomId room, long version) {
        outbox.append(
                OutgoingEvent.membership(
                        room,
                        new MemberId("someone"),
                        MembershipState.newBuilder().setVersion(version).build()));
    }

    private static long lastId() {
        return JDBC.sql("SELECT MAX(id) FROM outbox").query(Long.class).single();
    }

    private void runUntilEmpty(Relay relay) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    boolean _ = relay.pass();
                    return outbox.size() == 0;
                });
    }

    private void run(Relay relay, AtomicBoolean done) {
        try {
            while (!done.get()) {
                boolean _ = relay.pass();
                signal.await(Duration.ofMillis(2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Long> firstSeen(List<Long> versions) {
        return versions.stream().distinct().toList();
    }

    private static List<Long> versionsOf(RoomId room) {
        List<Long> versions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TestKafka.read(Topics.MEMBERSHIPS)) {
            if (TestKafka.keyOf(record).room().equals(room)) {
                try {
                    versions.add(MembershipState.parseFrom(record.value()).getVersion());
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return versions;
    }
}
