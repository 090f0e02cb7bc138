package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of states as a plain consumer reads them, folded both ways: as readers do, by the
 * highest version of a key, and as compaction will, by its last record.
 */
record StateLog(
        int records,
        Map<String, RoomState> rooms,
        Map<String, RoomState> lastRooms,
        Map<String, MembershipState> memberships,
        Map<String, MembershipState> lastMemberships) {

    static StateLog read(String bootstrapServers) {
        StateLog log =
                new StateLog(0, new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        int records = 0;
        try (Consumer<String, byte[]> consumer = consumer(bootstrapServers)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.ROOMS.name(), Topics.MEMBERSHIPS.name())) {
                consumer.partitionsFor(topic)
                        .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    log.fold(record);
                    records++;
                }
            }
        }
        return new StateLog(
                records, log.rooms, log.lastRooms, log.memberships, log.lastMemberships);
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.topic().equals(Topics.ROOMS.name())) {
                RoomState state = RoomState.parseFrom(record.value());
                lastRooms.put(record.key(), state);
                rooms.merge(record.key(), state, (a, b) -> a.getVersion() > b.getVersion() ? a : b);
            } else {
                MembershipState state = MembershipState.parseFrom(record.value());
                lastMemberships.put(record.key(), state);
                memberships.merge(
                        record.key(), state, (a, b) -> a.getVersion() > b.getVersion() ? a : b);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("unreadable: " + record, e);
        }
    }

    /** However the log is folded, the result is the same. */
    StateLog assertOneFold() {
        assertThat(lastRooms).as("last record is highest version").isEqualTo(rooms);
        assertThat(lastMemberships).as("last record is highest version").isEqualTo(memberships);
        return this;
    }

    private static Consumer<String, byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        StringDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class));
    }
}
