package dev.roomlog.room.activity.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;

import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.room.activity.ActivityFollowing;
import dev.roomlog.room.activity.InMemoryLastMessages;
import dev.roomlog.room.activity.LastMessage;
import dev.roomlog.room.activity.LastMessages;
import dev.roomlog.support.TestKafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Each test has a log of its own. Times are awaited for a minute: groups settle slowly. */
class MessageLogFollowerIT {

    private static final int PARTITIONS = 4;
    private static final Map<String, Object> CONNECTION =
            Map.of("bootstrap.servers", TestKafka.servers());
    private static final AtomicInteger EPOCHS = new AtomicInteger(100);

    private final int epoch = EPOCHS.incrementAndGet();
    private final String topic = Topics.messagesName(epoch);
    private final String group = "follower-" + epoch;
    private final InMemoryLastMessages kept = new InMemoryLastMessages();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final EventProducer producer = EventProducer.connect(CONNECTION, Duration.ZERO);
    private final List<MessageLogFollower> followers = new ArrayList<>();

    @AfterEach
    void close() {
        followers.forEach(MessageLogFollower::stop);
        producer.close();
    }

    @Test
    void keepsTheLastOfEachRoomWithOneChangeARoomAndBatch() {
        createTopic();
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(20).toList();
        for (int i = 0; i < 50; i++) {
            for (RoomId room : rooms) {
                post(room, "m" + i);
            }
        }
        Counted counted = new Counted(kept);

        follow(counted);

        awaitLast(rooms, "m49");
        // 1,000 records of 20 rooms; a batch holds up to 500.
        assertThat(counted.changed.get()).isLessThan(400);
    }

    @Test
    void waitsForTheDatabaseAndLosesNothing() {
        createTopic();
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(5).toList();
        Failing failing = new Failing(kept, 4);
        follow(failing);
        rooms.forEach(room -> post(room, "before"));
        await().atMost(Duration.ofMinutes(1)).until(() -> failing.left.get() < 3);
        rooms.subList(1, 5).forEach(room -> post(room, "meanwhile"));

        awaitLast(rooms.subList(1, 5), "meanwhile");
        awaitLast(rooms.subList(0, 1), "before");
    }

    @Test
    void skipsAndCountsWhatItCannotDecode() throws Exception {
        createTopic();
        RoomId room = RoomId.random();
        post(room, "before");
        byte[] key = room.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        MessagePosted nobody =
                MessagePosted.newBuilder().setMessageId(MessageId.random().toBytes()).build();
        try (var stranger =
                new KafkaProducer<>(
                        CONNECTION, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                stranger.send(record(partition, key, new byte[] {1, 2, 3})).get();
                stranger.send(record(partition, null, event("no room").toByteArray())).get();
                stranger.send(record(partition, key, posted(nobody).toByteArray())).get();
                stranger.send(record(partition, key, null)).get(); // a tombstone
                stranger.send(record(partition, key, new byte[0])).get(); // of a later release
            }
        }
        producer.send(OutgoingEvent.message(epoch, room, reaction())).join();
        RoomId after = RoomId.random();
        post(after, "after");

        follow(kept);

        awaitLast(List.of(after), "after");
        awaitLast(List.of(room), "before");
        await().untilAsserted(() ->
                assertThat(meters.counter("roomlog.records.malformed", "topic", topic).count())
                        .isEqualTo(3 * PARTITIONS));
    }

    @Test
    void losesNothingWhenInstancesComeAndGo() {
        createTopic();
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(20).toList();
        MessageLogFollower first = follow(kept);
        rooms.forEach(room -> post(room, "1"));
        MessageLogFollower second = follow(kept);
        rooms.forEach(room -> post(room, "2"));
        awaitLast(rooms, "2");
        first.stop();
        rooms.forEach(room -> post(room, "3"));
        follow(kept);
        rooms.forEach(room -> post(room, "4"));
        second.stop();
        rooms.forEach(room -> post(room, "5"));

        awaitLast(rooms, "5");
    }

    @Test
    void commitsWhatItAppliedBeforeItStops() {
        createTopic();
        RoomId room = RoomId.random();
        post(room, "one");
        MessageLogFollower first = follow(kept);
        awaitLast(List.of(room), "one");
        first.stop();
        Counted counted = new Counted(kept);

        follow(counted);
        RoomId other = RoomId.random();
        post(other, "two");

        awaitLast(List.of(other), "two");
        assertThat(counted.read).containsExactly(other);
    }

    @Test
    void readingAllOfItAgainChangesNothing() {
        createTopic();
        List<RoomId> rooms = Stream.generate(RoomId::random).limit(10).toList();
        IntStream.range(0, 10).forEach(i -> rooms.forEach(room -> post(room, "m" + i)));
        follow(kept);
        awaitLast(rooms, "m9");
        Map<RoomId, LastMessage> before = kept.all();
        Counted again = new Counted(kept);

        follow(again, group + "-again");

        await().atMost(Duration.ofMinutes(1)).until(() -> again.read.containsAll(rooms));
        RoomId marker = RoomId.random();
        post(marker, "end");
        await().atMost(Duration.ofMinutes(1)).until(() -> again.read.contains(marker));
        assertThat(kept.all()).containsAllEntriesOf(before);
    }

    @Test
    void waitsForATopicThatIsNotThereYet() {
        follow(kept);
        RoomId room = RoomId.random();

        createTopic();
        post(room, "at last");

        awaitLast(List.of(room), "at last");
    }

    @Test
    void goesOnWithTheOldestRecordThereIsWhenItsPlaceIsGone() throws Exception {
        createTopic();
        RoomId room = RoomId.random();
        post(room, "one");
        MessageLogFollower first = follow(kept);
        awaitLast(List.of(room), "one");
        first.stop();
        post(room, "expires unread");
        int partition = post(room, "expires, too");
        try (Admin admin = Admin.create(CONNECTION)) {
            admin.deleteRecords(
                            Map.of(
                                    new TopicPartition(topic, partition),
                                    RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }

        follow(kept);
        awaitLast(List.of(room), "one"); // nothing else can be known
        post(room, "still held");

        awaitLast(List.of(room), "still held");
    }

    @Test
    void isStartedAgainWhileNoClientCanBeBuilt() {
        createTopic();
        RoomId room = RoomId.random();
        post(room, "one");
        AtomicInteger failures = new AtomicInteger(2);
        var unresolvable =
                new DefaultKafkaConsumerFactory<byte[], byte[]>(
                        ActivityConfiguration.consumerConfig(CONNECTION, group)) {
                    @Override
                    protected Consumer<byte[], byte[]> createRawConsumer(
                            Map<String, Object> config) {
                        if (failures.getAndDecrement() > 0) {
                            throw new KafkaException("no resolvable address");
                        }
                        return super.createRawConsumer(config);
                    }
                };

        start(new MessageLogFollower(unresolvable, topic, listener(kept)));

        awaitLast(List.of(room), "one");
        assertThat(failures.get()).isNegative();
    }

    private MessageLogFollower follow(LastMessages lastMessages) {
        return follow(lastMessages, group);
    }

    private MessageLogFollower follow(LastMessages lastMessages, String as) {
        return start(
                new MessageLogFollower(
                        new DefaultKafkaConsumerFactory<>(
                                ActivityConfiguration.consumerConfig(CONNECTION, as)),
                        topic,
                        listener(lastMessages)));
    }

    private MessageLogFollower start(MessageLogFollower follower) {
        followers.add(follower);
        follower.start();
        return follower;
    }

    private MessageLogListener listener(LastMessages lastMessages) {
        return new MessageLogListener(new ActivityFollowing(lastMessages), epoch, meters);
    }

    private void createTopic() {
        try (Admin admin = Admin.create(CONNECTION)) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the partition. */
    private int post(RoomId room, String text) {
        return producer.send(OutgoingEvent.message(epoch, room, event(text))).join().partition();
    }

    private static MessageEvent event(String text) {
        return posted(
                MessagePosted.newBuilder()
                        .setMessageId(MessageId.random().toBytes())
                        .setSenderId("ann")
                        .setText(text)
                        .build());
    }

    private static MessageEvent posted(MessagePosted posted) {
        return MessageEvent.newBuilder().setPosted(posted).build();
    }

    private static MessageEvent reaction() {
        ByteString message = MessageId.random().toBytes();
        return MessageEvent.newBuilder()
                .setReaction(ReactionChanged.newBuilder().setMessageId(message).setSet(true))
                .build();
    }

    private ProducerRecord<byte[], byte[]> record(
            int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, partition, key, value);
    }

    private void awaitLast(List<RoomId> rooms, String preview) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rooms).allMatch(room -> shows(room, preview)));
    }

    private boolean shows(RoomId room, String preview) {
        LastMessage last = kept.all().get(room);
        return last != null && preview.equals(last.preview());
    }

    /** What was asked for and how much was changed. */
    private static final class Counted implements LastMessages {
        private final LastMessages real;
        private final AtomicInteger changed = new AtomicInteger();
        private final Set<RoomId> read = java.util.concurrent.ConcurrentHashMap.newKeySet();

        Counted(LastMessages real) {
            this.real = real;
        }

        @Override
        public Map<RoomId, LastMessage> of(Set<RoomId> rooms) {
            read.addAll(rooms);
            return real.of(rooms);
        }

        @Override
        public void change(Collection<LastMessage> all, Set<RoomId> ended) {
            changed.addAndGet(all.size());
            real.change(all, ended);
        }
    }

    /** A database that is away for the first few times. */
    private static final class Failing implements LastMessages {
        private final LastMessages real;
        private final AtomicInteger left;

        Failing(LastMessages real, int times) {
            this.real = real;
            this.left = new AtomicInteger(times);
        }

        @Override
        public Map<RoomId, LastMessage> of(Set<RoomId> rooms) {
            return real.of(rooms);
        }

        @Override
        public void change(Collection<LastMessage> all, Set<RoomId> ended) {
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("the database is away");
            }
            real.change(all, ended);
        }
    }
}
