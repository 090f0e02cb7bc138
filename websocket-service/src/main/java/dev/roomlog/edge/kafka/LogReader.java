package dev.roomlog.edge.kafka;

import dev.roomlog.edge.tail.LogRecord;

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
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A consumer of one topic that assigns itself partitions. One thread, but for {@link #wakeUp}. */
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
    }

    /** The log no longer holds the next offset; reading goes on at {@code start}. */
    interface Loss {
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

    void assign(int partition, long offset) {
        TopicPartition added = new TopicPartition(topic, partition);
        assigned.add(added);
        consumer.assign(assigned);
        consumer.seek(added, offset);
    }

    void unassign(int partition) {
        assigned.remove(new TopicPartition(topic, partition));
        consumer.assign(assigned);
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
    void poll(BooleanSupplier pending, Runnable before, Sink sink, Loss loss) {
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
            restart(e.offsetOutOfRangePartitions().keySet(), loss);
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

    private void restart(Set<TopicPartition> lost, Loss loss) {
        consumer.beginningOffsets(lost)
                .forEach((partition, start) -> {
                    consumer.seek(partition, start);
                    loss.lost(partition.partition(), start);
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
