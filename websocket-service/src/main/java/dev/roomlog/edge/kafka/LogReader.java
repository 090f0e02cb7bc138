package dev.roomlog.edge.kafka;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.ReadMarker;

import io.micrometer.core.instrument.Counter;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A consumer of the message log that assigns itself partitions, and with each the same of {@code
 * chat.reads}, from its end on. One thread, but for {@link #wakeUp}.
 */
final class LogReader {

    private static final Logger log = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final int epoch;
    private final Counter unknown;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Semaphore requests = new Semaphore(0);

    /** It is about to wait, and nobody has woken it yet. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** What was read. */
    interface Sink {
        void read(int partition, LogRecord record);

        /** A member has read so far. */
        void marked(int partition, RoomKey key, Position position);

        /** The log no longer holds the next offset; reading goes on at {@code start}. */
        void lost(int partition, long start);
    }

    /**
     * @param unknown counts records of a kind that this release does not know
     */
    LogReader(Consumer<byte[], byte[]> consumer, String topic, int epoch, Counter unknown) {
        this.consumer = consumer;
        this.topic = topic;
        this.epoch = epoch;
        this.unknown = unknown;
    }

    void assign(int partition, LogEnds.Window window) {
        TopicPartition added = new TopicPartition(topic, partition);
        assigned.add(added);
        assigned.add(reads(partition));
        consumer.assign(assigned);
        consumer.seek(added, window.start());
        consumer.seek(reads(partition), window.reads());
    }

    void unassign(int partition) {
        assigned.remove(new TopicPartition(topic, partition));
        assigned.remove(reads(partition));
        consumer.assign(assigned);
    }

    private static TopicPartition reads(int partition) {
        return new TopicPartition(Topics.READS.name(), partition);
    }

    /** The offset after all that was handed on. */
    long next(int partition) {
        return consumer.position(new TopicPartition(topic, partition));
    }

    /**
     * Waits for records or for {@link #wakeUp}, and hands on what came.
     *
     * @param pending whether to look for records that are there only, since there are requests;
     *     they are not worth an interruption each, which would keep records from being handed on
     * @param before runs when records have come, before any is handed on
     */
    void poll(BooleanSupplier pending, Runnable before, Sink sink) {
        waiting.set(true);
        try {
            boolean stays = !pending.getAsBoolean() || !waiting.compareAndSet(true, false);
            Duration patience = stays ? POLL : Duration.ZERO;
            if (assigned.isEmpty()) {
                // A consumer without partitions refuses to be polled.
                var _ = requests.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
            before.run();
            handOn(records, sink);
        } catch (WakeupException _) {
            // Somebody has a request: that is all.
        } catch (OffsetOutOfRangeException e) {
            restart(e.offsetOutOfRangePartitions().keySet(), sink);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.set(false);
            // Not before waiting: who asked since the requests were looked at would not be heard.
            requests.drainPermits();
        }
    }

    private void handOn(ConsumerRecords<byte[], byte[]> records, Sink sink) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!record.topic().equals(topic)) {
                mark(record, sink);
                continue;
            }
            LogRecords.of(record, epoch)
                    .ifPresentOrElse(
                            read -> {
                                if (read.type() == null) {
                                    unknown.increment();
                                }
                                sink.read(record.partition(), read);
                            },
                            () ->
                                    log.error(
                                            "a record without a room at {}-{} offset {} is skipped",
                                            topic,
                                            record.partition(),
                                            record.offset()));
        }
    }

    /** Best effort: what is no marker concerns those who store them. */
    private static void mark(ConsumerRecord<byte[], byte[]> record, Sink sink) {
        Optional<RoomKey> key = RoomKey.parse(record.key()).filter(k -> k.member() != null);
        if (key.isPresent()
                && Decoded.read(record.value()) instanceof Decoded.Known<ReadMarker>(var marker)
                && marker.getPosition() >= 0
                && marker.getPosition() <= Position.MAX_VALUE) {
            sink.marked(record.partition(), key.get(), new Position(marker.getPosition()));
        }
    }

    private void restart(Set<TopicPartition> lost, Sink sink) {
        consumer.beginningOffsets(lost)
                .forEach((partition, start) -> {
                    consumer.seek(partition, start);
                    if (partition.topic().equals(topic)) {
                        sink.lost(partition.partition(), start);
                    }
                });
    }

    /** Any thread. */
    void wakeUp() {
        requests.release();
        if (waiting.compareAndSet(true, false)) {
            consumer.wakeup();
        }
    }

    void close() {
        consumer.close();
    }
}
