package dev.roomlog.events;

import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;

/**
 * The one rule that says where a room's records go: murmur2 of the key's first 36 bytes, modulo the
 * partition count, as Kafka's own partitioner does for a key of just those bytes. With the same
 * count on every topic, a room has one partition number everywhere.
 */
public final class RoomPartitioner implements Partitioner {

    public static int partitionOf(RoomId room, int partitions) {
        return partitionOf(RoomKey.of(room).toBytes(), partitions);
    }

    /**
     * @throws InvalidRecordException when the key names no room
     */
    public static int partitionOf(byte @Nullable [] key, int partitions) {
        if (key == null || key.length < RoomKey.ROOM_BYTES) {
            throw new InvalidRecordException("a record's key begins with its room's ID");
        }
        byte[] room = Arrays.copyOf(key, RoomKey.ROOM_BYTES);
        return Utils.toPositive(Utils.murmur2(room)) % partitions;
    }

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        return partitionOf(keyBytes, cluster.partitionsForTopic(topic).size());
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
