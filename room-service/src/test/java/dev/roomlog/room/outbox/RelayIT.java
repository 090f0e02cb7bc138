package dev.roomlog.room.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.RoomDeleted;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.support.TestDatabase;
import dev.roomlog.support.TestKafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class RelayIT {

    private static final JdbcClient JDBC =
            JdbcClient.create(TestDatabase.migrated("roomlog_relay_it"));

    private static final Map<String, Object> CONNECTION =
            Map.of(
                    "bootstrap.servers",
                    TestKafka.servers(),
                    "request.timeout.ms",
                    1_500,
                    "delivery.timeout.ms",
                    3_000,
                    "max.block.ms",
                    20_000);

    private final Outbox outbox = new Outbox(JDBC);
    private final List<Relay> relays = new ArrayList<>();

    @BeforeEach
    void empty() {
        JDBC.sql("DELETE FROM outbox").update();
        endLease();
    }

    private static void endLease() {
        JDBC.sql("UPDATE relay_lease SET held_until = 0").update();
    }

    @AfterEach
    void release() {
        relays.forEach(Relay::release);
    }

    @Test
    void sendsWhatARoomDidInItsOrder() {
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(20).toList();
        for (long version = 1; version <= 60; version++) {
            for (RoomId room : rooms) {
                append(room, version);
            }
        }

        runUntilEmpty(relay(Duration.ofSeconds(30)));

        for (RoomId room : rooms) {
            assertThat(versionsOf(room)).containsExactlyElementsOf(upTo(60));
        }
    }

    /** Where a relay is stopped with rows in hand. */
    enum Frozen {
        BEFORE_IT_SENDS("beginTransaction", true),
        BETWEEN_TWO_SENDS("send", false),
        BEFORE_IT_COMMITS("flush", false),
        BEFORE_IT_DELETES("commitTransaction", false);

        private final String call;
        private final boolean before;

        Frozen(String call, boolean before) {
            this.call = call;
            this.before = before;
        }
    }

    /** Holds its thread there until it may go on. */
    private static final class Frost {
        private final Frozen at;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch thaw = new CountDownLatch(1);

        Frost(Frozen at) {
            this.at = at;
        }

        private EventProducer takeOver() {
            return takeOverBy(this::invoke);
        }

        private boolean isReached() {
            return reached.getCount() == 0;
        }

        private Object invoke(Producer<byte[], byte[]> real, Method method, Object[] arguments)
                throws Exception {
            boolean here = method.getName().equals(at.call);
            if (here && at.before) {
                freeze();
            }
            Object result = method.invoke(real, arguments);
            if (result instanceof Future<?> acknowledged) {
                acknowledged.get();
            }
            if (here && !at.before) {
                freeze();
            }
            return result;
        }

        private void freeze() throws InterruptedException {
            reached.countDown();
            thaw.await();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatWasFrozenAppendsNothingAfterTheOneThatTookOver(Frozen frozen)
            throws InterruptedException {
        RoomId room = RoomId.random();
        upTo(3).forEach(version -> append(room, version));
        Frost frost = new Frost(frozen);
        Relay first = relay(Duration.ofMillis(1), frost::takeOver);
        CompletableFuture<Boolean> held =
                CompletableFuture.supplyAsync(first::pass, Thread::startVirtualThread);
        await().atMost(Duration.ofSeconds(30)).until(() -> frost.isReached() || held.isDone());
        assertThat(held).isNotDone();

        Relay second = relay(Duration.ofSeconds(30));
        runUntilEmpty(second);
        append(room, 4);
        append(room, 5);
        runUntilEmpty(second);
        List<Long> before = versionsOf(room);
        frost.thaw.countDown();
        await().atMost(Duration.ofSeconds(30)).until(held::isDone);

        assertThat(before).endsWith(4L, 5L);
        assertThat(versionsOf(room)).isEqualTo(before);
        assertThat(held.isCompletedExceptionally()).isEqualTo(frozen != Frozen.BEFORE_IT_DELETES);
        assertThat(first.pass()).describedAs("the lease is another's").isFalse();
        append(room, 6);
        runUntilEmpty(second);
        assertThat(versionsOf(room)).endsWith(4L, 5L, 6L);
    }

    @Test
    void twoRelaysThatTakeOverFromEachOtherEndInTheHighestVersion() throws InterruptedException {
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(10).toList();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger takeOvers = new AtomicInteger();
        List<Thread> threads =
                Stream.generate(() -> countedRelay(takeOvers))
                        .limit(2)
                        .map(each -> Thread.ofPlatform().start(() -> run(each, done)))
                        .toList();

        long last = 0;
        while (last < 50 || (takeOvers.get() <= 4 && last < 2_000)) {
            last++;
            for (RoomId room : rooms) {
                append(room, last);
            }
            if (last % 10 == 0) {
                endLease(); // fast passes would renew it for ever
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> outbox.size() == 0);
        done.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(takeOvers.get()).isGreaterThan(4);
        for (RoomId room : rooms) {
            assertThat(versionsOf(room).getLast()).isEqualTo(last);
            assertThat(Set.copyOf(versionsOf(room))).hasSize(Math.toIntExact(last));
        }
    }

    private Relay countedRelay(AtomicInteger takeOvers) {
        return relay(
                Duration.ofMillis(30),
                () -> {
                    takeOvers.incrementAndGet();
                    return takeOver();
                });
    }

    @Test
    void survivesKafkaFailingAndKeepsTheOrder() {
        RoomId room = RoomId.random();
        upTo(20).forEach(version -> append(room, version));
        AtomicInteger sends = new AtomicInteger();
        Set<Integer> bad = Set.of(1, 8, 9);
        Interception failing =
                (real, method, arguments) -> {
                    if (method.getName().equals("send") && bad.contains(sends.incrementAndGet())) {
                        throw new TimeoutException("away");
                    }
                    return method.invoke(real, arguments);
                };
        Relay relay = relay(Duration.ofSeconds(30), () -> takeOverBy(failing));

        runUntilEmpty(relay);

        assertThat(versionsOf(room).stream().distinct()).containsExactlyElementsOf(upTo(20));
        assertThat(versionsOf(room).getLast()).isEqualTo(20);
    }

    @Test
    void whileKafkaIsAwayEverythingStaysAndIsCounted() {
        RoomId room = RoomId.random();
        upTo(3).forEach(version -> append(room, version));
        AtomicBoolean away = new AtomicBoolean(true);
        Relay relay =
                relay(
                        Duration.ofSeconds(30),
                        () ->
                                away.get()
                                        ? EventProducer.takeOver(
                                                Map.of(
                                                        "bootstrap.servers",
                                                        "127.0.0.1:1",
                                                        "max.block.ms",
                                                        200),
                                                "relay-it")
                                        : takeOver());

        for (int pass = 0; pass < 3; pass++) {
            assertThatThrownBy(relay::pass).isInstanceOf(KafkaException.class);
        }
        assertThat(outbox.size()).isEqualTo(3);
        away.set(false);
        runUntilEmpty(relay);

        assertThat(versionsOf(room)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRoomWhoseEventsTheBrokerRefusesBlocksOnlyItself() {
        RoomId stuck = RoomId.random();
        RoomId other = RoomId.random();
        String incompressible =
                Stream.generate(RoomId::random)
                        .limit(100)
                        .map(RoomId::toString)
                        .collect(Collectors.joining());
        RoomState big = RoomState.newBuilder().setName(incompressible).build();
        for (int version = 1; version <= 600; version++) {
            outbox.append(OutgoingEvent.room(stuck, big));
        }
        append(other, 1);
        TestKafka.configure(Topics.ROOMS, "max.message.bytes", "1000");
        try {
            runUntil(relay(Duration.ofSeconds(30)), 600);
        } finally {
            TestKafka.configure(Topics.ROOMS, "max.message.bytes", "1048588");
        }

        assertThat(versionsOf(other)).contains(1L);
        runUntilEmpty(relays.getFirst());
    }

    @Test
    void roomsOfATopicThatIsNotThereHoldUpTheOthersForOneTimeOutEachTime() {
        for (int room = 0; room < 5; room++) {
            outbox.append(
                    OutgoingEvent.message(
                            7,
                            RoomId.random(),
                            MessageEvent.newBuilder()
                                    .setRoomDeleted(RoomDeleted.getDefaultInstance())
                                    .build()));
        }
        RoomId other = RoomId.random();
        append(other, 1);
        Relay relay =
                relay(
                        Duration.ofSeconds(30),
                        () -> {
                            Map<String, Object> impatient = new HashMap<>(CONNECTION);
                            impatient.put("max.block.ms", 500);
                            return EventProducer.takeOver(impatient, "relay-it");
                        });

        runUntil(relay, 5);

        assertThat(versionsOf(other)).contains(1L);
    }

    @Test
    void anEarlierIdCommittedLaterIsSentAllTheSame() {
        RoomId early = RoomId.random();
        RoomId late = RoomId.random();
        append(early, 1);
        long skipped = lastId() + 1;
        JDBC.sql("ALTER TABLE outbox AUTO_INCREMENT = " + (skipped + 100)).update();
        append(early, 2);
        Relay relay = relay(Duration.ofSeconds(30));
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

    private static EventProducer takeOver() {
        return EventProducer.takeOver(CONNECTION, "relay-it");
    }

    private Relay relay(Duration lease) {
        return relay(lease, RelayIT::takeOver);
    }

    private Relay relay(Duration lease, Supplier<EventProducer> takeOver) {
        Relay relay = new Relay(outbox, new RelayLease(JDBC, lease), takeOver);
        relays.add(relay);
        return relay;
    }

    private void runUntilEmpty(Relay relay) {
        runUntil(relay, 0);
    }

    private void runUntil(Relay relay, long left) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    boolean _ = relay.pass();
                    return outbox.size() == left;
                });
    }

    private static void run(Relay relay, AtomicBoolean done) {
        while (!done.get()) {
            try {
                boolean _ = relay.pass();
            } catch (KafkaException _) {
                Thread.onSpinWait(); // taken over: that is what this is about
            }
        }
    }

    private static List<Long> upTo(long version) {
        return LongStream.rangeClosed(1, version).boxed().toList();
    }

    /** What becomes of a call of the producer's. */
    private interface Interception {
        Object invoke(Producer<byte[], byte[]> real, Method method, Object[] arguments)
                throws Exception;
    }

    /** As {@link EventProducer#takeOver}, with someone in between. */
    private static EventProducer takeOverBy(Interception interception) {
        Map<String, Object> config = new HashMap<>(CONNECTION);
        config.put("partitioner.class", RoomPartitioner.class);
        config.put("transactional.id", "relay-it");
        var real =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        real.initTransactions();
        return new EventProducer(intercepted(real, interception));
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> intercepted(
            Producer<byte[], byte[]> real, Interception interception) {
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        Producer.class.getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (_, method, arguments) -> {
                            try {
                                return interception.invoke(real, method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
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
