package dev.roomlog.edge.kafka;

import dev.roomlog.edge.fanout.ScanPlan;
import dev.roomlog.edge.fanout.Scanning;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;

import io.micrometer.core.instrument.Counter;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Reads one partition from where somebody wants it up to where the feed goes on. One thread. */
final class LogScanner implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Log log;
    private final Counter bytesRead;

    /** What is read: the message log of this epoch. */
    record Log(String topic, int epoch, Duration duplicateWindow) {}

    /** Until when somebody wants the result. */
    record Bounds(long bytes, long deadlineNanos, BooleanSupplier isWanted) {

        boolean allow() {
            return System.nanoTime() < deadlineNanos && isWanted.getAsBoolean();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        }
    }

    LogScanner(Consumer<byte[], byte[]> consumer, Log log, Counter bytesRead) {
        this.consumer = consumer;
        this.log = log;
        this.bytesRead = bytesRead;
    }

    /** Empty when the bounds did not allow to come to the end. */
    Optional<Scanning> scan(int partition, ScanPlan plan, Bounds bounds) {
        TopicPartition from = new TopicPartition(log.topic, partition);
        consumer.assign(List.of(from));
        Scanning scanning = new Scanning(plan, log.duplicateWindow, bounds.bytes);
        long until = plan.until().offset();
        long start = Math.max(beginning(from, scanning, bounds), offsetOf(plan.from()));
        if (start >= until) {
            return Optional.of(scanning);
        }
        consumer.seek(from, windowBefore(from, start, until, bounds));
        Set<ByteBuffer> wanted =
                plan.after().keySet().stream()
                        .map(room -> ByteBuffer.wrap(RoomKey.of(room).toBytes()))
                        .collect(Collectors.toSet());
        while (consumer.position(from, bounds.left()) < until) {
            if (!bounds.allow()) {
                return Optional.empty();
            }
            for (ConsumerRecord<byte[], byte[]> record : poll(from, scanning, bounds)) {
                bytesRead.increment(record.serializedKeySize() + record.serializedValueSize());
                if (record.offset() < until && isOf(wanted, record)) {
                    LogRecords.of(record, log.epoch).ifPresent(scanning::read);
                }
            }
        }
        return Optional.of(scanning);
    }

    private static boolean isOf(Set<ByteBuffer> rooms, ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && rooms.contains(ByteBuffer.wrap(record.key()));
    }

    private long offsetOf(Position position) {
        return position.epoch() < log.epoch ? 0 : position.offset();
    }

    /** What was before it is gone, and whoever wanted it is to be told. */
    private long beginning(TopicPartition partition, Scanning scanning, Bounds bounds) {
        Long first =
                Objects.requireNonNull(
                        consumer.beginningOffsets(List.of(partition), bounds.left())
                                .get(partition));
        scanning.beginAt(Position.of(log.epoch, first));
        return first;
    }

    /** Where the duplicate window of what is wanted begins. */
    private long windowBefore(TopicPartition partition, long start, long until, Bounds bounds) {
        consumer.seek(partition, start);
        while (bounds.allow() && consumer.position(partition, bounds.left()) < until) {
            for (ConsumerRecord<byte[], byte[]> first : consumer.poll(POLL).records(partition)) {
                long since = Math.max(0, first.timestamp() - log.duplicateWindow.toMillis());
                OffsetAndTimestamp found =
                        consumer.offsetsForTimes(Map.of(partition, since), bounds.left())
                                .get(partition);
                return found == null ? start : Math.min(found.offset(), start);
            }
        }
        return start;
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(
            TopicPartition partition, Scanning scanning, Bounds bounds) {
        try {
            return consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException _) {
            consumer.seek(partition, beginning(partition, scanning, bounds));
            return List.of();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
