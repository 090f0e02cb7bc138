package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topic;
import dev.roomlog.events.Topics;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plain consumer, with nothing of ours, reads every topic and looks at every record. */
@ExtendWith(SharedStack.class)
class EveryRecordIT {

    private final Installation roomlog;

    EveryRecordIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @Test
    void everyRecordIsKeyedByItsRoomAndInItsPartition() {
        Member alice = roomlog.newMember("alice");
        Set<Long> positions = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String room = roomlog.newRoom(alice, "PUBLIC");
            try (StompUser user = roomlog.connect(alice)) {
                user.subscribe(room);
                positions.add(user.sendAndAwait(room, "hello " + i).position());
            }
        }

        List<ConsumerRecord<byte[], byte[]>> all = readEverything();

        assertThat(all)
                .extracting(ConsumerRecord::topic)
                .contains("chat.messages.e1", "chat.rooms", "chat.memberships");
        Set<Long> found = new HashSet<>();
        int partitions = partitions();
        for (ConsumerRecord<byte[], byte[]> record : all) {
            RoomKey key =
                    RoomKey.parse(record.key())
                            .orElseThrow(() -> new AssertionError("no key at " + record));
            assertThat(record.key()).isEqualTo(key.toBytes());
            assertThat(record.partition())
                    .isEqualTo(RoomPartitioner.partitionOf(key.room(), partitions));
            assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(record.headers().lastHeader("type"))
                    .as("type of %s", record.topic())
                    .isNotNull();
            assertThat(record.headers().lastHeader("id"))
                    .as("id of %s", record.topic())
                    .isNotNull();
            boolean perMember =
                    record.topic().equals("chat.memberships")
                            || record.topic().equals("chat.reads");
            assertThat(key.member() != null).isEqualTo(perMember);
            if (record.topic().equals("chat.messages.e1")) {
                found.add(Position.of(1, record.offset()).value());
            }
        }
        assertThat(found).as("positions of receipts are offsets").containsAll(positions);
    }

    @Test
    void noServiceButTheGroupsOfProjectionsBelongsToAConsumerGroup() {
        assertThat(Groups.of(roomlog.stack().bootstrapServers()))
                .allMatch(group ->
                        group.startsWith("message-service") || group.startsWith("room-service"));
    }

    private int partitions() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            return consumer.partitionsFor("chat.rooms").size();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> readEverything() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : Topics.all(1)) {
                consumer.partitionsFor(topic.name())
                        .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            }
            assertThat(partitions).hasSize(7 * partitions());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        roomlog.stack().bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class));
    }
}
