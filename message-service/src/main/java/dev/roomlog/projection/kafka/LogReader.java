package dev.roomlog.projection.kafka;

import dev.roomlog.projection.Applied;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.Opening;
import dev.roomlog.projection.SkippedRange;
import dev.roomlog.projection.Termination;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads one projection's topics. A partition is paused from assignment until the store said where
 * to begin, and again while a batch of it is being applied; at most one batch of a partition is in
 * flight. What completes elsewhere comes back to the reader's thread through {@code returns}.
 */
final class LogReader implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration STORE = Duration.ofSeconds(30);

    private final LogProjection projection;
    private final Consumer<byte[], byte[]> consumer;
    private final AppliedOffsets applied;
    private final TopicIds topicIds;
    private final Termination termination;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Queue<Runnable> returns = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile long lag;

    LogReader(
            LogProjection projection,
            Consumer<byte[], byte[]> consumer,
            AppliedOffsets applied,
            TopicIds topicIds,
            Termination termination) {
        this.projection = projection;
        this.consumer = consumer;
        this.applied = applied;
        this.topicIds = topicIds;
        this.termination = termination;
    }

    /** Records of the assigned partitions that are in the log and not yet applied. */
    long lag() {
        return lag;
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(projection.topics(), new Assignment());
            while (closing.getCount() > 0) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    LOG.warn("{}: reading failed, trying again: {}", projection.group(), e, e);
                    awaitClosing(Duration.ofSeconds(1));
                }
            }
        } catch (WakeupException _) {
            // Closing.
        }
    }

    private void awaitClosing(Duration atMost) {
        try {
            var _ = closing.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
    }

    private void turn() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.nextOffsets()
                    .forEach((partition, next) ->
                            apply(laneOf(partition), records.records(partition), next.offset()));
        } catch (WakeupException _) {
            // Something came back, or closing.
        } catch (InvalidOffsetException e) {
            e.partitions().forEach(partition -> open(laneOf(partition)));
        }
        for (Runnable back = returns.poll(); back != null; back = returns.poll()) {
            back.run();
        }
        long now = System.nanoTime();
        lanes.values().forEach(lane -> lane.retryIfDue(now));
        lag = lanes.values().stream().mapToLong(this::lagOf).sum();
    }

    private long lagOf(Lane lane) {
        OptionalLong behind = consumer.currentLag(lane.partition);
        return lane.next < 0 || behind.isEmpty()
                ? 0
                : Math.max(
                        0, behind.getAsLong() + consumer.position(lane.partition, ASK) - lane.next);
    }

    private Lane laneOf(TopicPartition partition) {
        return Objects.requireNonNull(lanes.get(partition), "records only come of lanes");
    }

    /**
     * @param records none where there was nothing but marks that transactions leave: these are
     *     offsets too, and whoever waits for the log's end waits for them
     */
    private void apply(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, long next) {
        long first = lane.next;
        if (next == first) {
            return;
        }
        consumer.pause(List.of(lane.partition));
        Applied last = new Applied(lane.topicId, next - 1);
        Mono<Void> batch =
                records.isEmpty()
                        ? Mono.empty()
                        : Mono.defer(() -> projection.applier().apply(records));
        Mono<Void> work = batch.then(Mono.defer(() -> applied.advance(lane.name, last)));
        whenDone(lane, work, () -> moveOn(lane, next), () -> readAgain(lane, first));
    }

    private void moveOn(Lane lane, long next) {
        if (lane.succeeded() > 0) {
            LOG.info("{}: being applied again", lane.partition);
        }
        lane.next = next;
        consumer.resume(List.of(lane.partition));
        consumer.commitAsync(
                Map.of(lane.partition, new OffsetAndMetadata(next)),
                (_, failure) -> {
                    if (failure != null) {
                        LOG.debug("{}: offset not committed to the group", lane.partition, failure);
                    }
                });
    }

    private void readAgain(Lane lane, long from) {
        consumer.seek(lane.partition, from);
        consumer.resume(List.of(lane.partition));
    }

    /** Finds out where to begin, first from the store, then from the log. */
    private void open(Lane lane) {
        consumer.pause(List.of(lane.partition));
        Mono<Runnable> asked =
                Mono.zip(
                        applied.of(lane.name).map(Optional::of).defaultIfEmpty(Optional.empty()),
                        topicIds.of(lane.partition.topic()),
                        (stored, topicId) -> () -> begin(lane, stored, topicId));
        var _ =
                asked.timeout(STORE)
                        .subscribe(
                                then -> comeBack(lane, then),
                                failure -> comeBack(lane, () -> openLater(lane, failure)));
    }

    private void begin(Lane lane, Optional<Applied> stored, String topicId) {
        List<TopicPartition> asked = List.of(lane.partition);
        long start;
        long end;
        try {
            start = consumer.beginningOffsets(asked, ASK).getOrDefault(lane.partition, 0L);
            end = consumer.endOffsets(asked, ASK).getOrDefault(lane.partition, 0L);
        } catch (WakeupException _) {
            // Meant for the poll: ask again at once.
            open(lane);
            return;
        } catch (KafkaException e) {
            openLater(lane, e);
            return;
        }
        lane.topicId = topicId;
        switch (Opening.of(lane.name, stored.orElse(null), topicId, start, end)) {
            case Opening.Continue read -> startAt(lane, read.next());
            case Opening.First first ->
                    startAfter(lane, applied.begin(lane.name, first.at()), first.at());
            case Opening.Skip skip -> startAfter(lane, skip(lane, skip), skip.to());
            case Opening.OtherLog other -> otherLog(lane, other, new Applied(topicId, start - 1));
        }
    }

    private Mono<Void> skip(Lane lane, Opening.Skip skip) {
        LOG.error(
                "{}: offsets {} to {} expired before they were applied; going on from the log's start",
                lane.partition,
                skip.from(),
                skip.to().offset());
        var range = new SkippedRange(skip.from(), skip.to().offset(), Instant.now());
        return applied.skip(lane.name, skip.to(), range);
    }

    private void otherLog(Lane lane, Opening.OtherLog other, Applied fromStart) {
        switch (projection.onOtherLog()) {
            case STOP -> termination.because(other.reason());
            case RESTART -> {
                LOG.warn("{}; reading it from its start", other.reason());
                startAfter(lane, applied.restart(lane.name, fromStart), fromStart);
            }
        }
    }

    private void startAfter(Lane lane, Mono<Void> work, Applied at) {
        whenDone(lane, work, () -> startAt(lane, at.next()), () -> open(lane));
    }

    private void startAt(Lane lane, long offset) {
        lane.succeeded();
        lane.next = offset;
        readAgain(lane, offset);
    }

    private void openLater(Lane lane, Throwable failure) {
        failed(lane, failure, () -> open(lane));
    }

    private void whenDone(Lane lane, Mono<Void> work, Runnable then, Runnable retry) {
        Disposable _ =
                work.timeout(STORE)
                        .subscribe(
                                _ -> {},
                                failure -> comeBack(lane, () -> failed(lane, failure, retry)),
                                () -> comeBack(lane, then));
    }

    private void failed(Lane lane, Throwable failure, Runnable retry) {
        if (lane.failed(retry) == 1) {
            LOG.warn(
                    "{}: cannot be applied now, will be retried: {}",
                    lane.partition,
                    failure,
                    failure);
        }
    }

    /** The partition may have been taken away meanwhile; what it was doing then matters no more. */
    private void comeBack(Lane lane, Runnable action) {
        returns.add(() -> {
            if (lanes.get(lane.partition) == lane) {
                action.run();
            }
        });
        consumer.wakeup();
    }

    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                Lane lane = new Lane(partition, projection.nameOf(partition));
                lanes.put(partition, lane);
                // Some position is needed to poll at all; the right one is not known yet.
                consumer.seek(partition, 0);
                open(lane);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(lanes::remove);
        }
    }
}
