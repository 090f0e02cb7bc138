package dev.roomlog.projection.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.projection.Applied;
import dev.roomlog.projection.InMemoryAppliedOffsets;
import dev.roomlog.projection.LogPartition;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

class LogReaderTest {

    private static final TopicPartition ONE = new TopicPartition("log", 0);
    private static final TopicPartition TWO = new TopicPartition("log", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final InMemoryAppliedOffsets offsets = new InMemoryAppliedOffsets();
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private final List<String> terminations = new CopyOnWriteArrayList<>();
    private final AtomicBoolean oneFails = new AtomicBoolean();
    private final LogReader reader =
            new LogReader(
                    new LogProjection(
                            "group", 1, List.of("log"), LogProjection.OnOtherLog.STOP, this::apply),
                    consumer,
                    offsets,
                    _ -> Mono.just("T1"),
                    terminations::add);
    private final Thread thread = new Thread(reader, "reader");

    private Mono<Void> apply(List<ConsumerRecord<byte[], byte[]>> records) {
        return Mono.fromRunnable(() -> {
            if (records.getFirst().partition() == 0 && oneFails.get()) {
                throw new IllegalStateException("the store is away");
            }
            records.forEach(each -> applied.add(each.partition() + "@" + each.offset()));
        });
    }

    @AfterEach
    void close() throws InterruptedException {
        reader.close();
        thread.join(Duration.ofSeconds(10));
        assertThat(thread.isAlive()).isFalse();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aPartitionThatFailsStopsNoOtherAndLosesNothing() {
        oneFails.set(true);
        start(10);
        records(ONE, 0, 5);
        records(TWO, 0, 3);

        await().until(() -> applied.containsAll(List.of("1@0", "1@1", "1@2")));
        records(TWO, 3, 5);
        await().until(() -> applied.containsAll(List.of("1@3", "1@4")));
        assertThat(applied).noneMatch(each -> each.startsWith("0@"));
        assertThat(stored(0)).isEqualTo(-1);

        oneFails.set(false);
        // A real broker would have kept them.
        records(ONE, 0, 5);

        await().until(() -> stored(0) == 4);
        assertThat(applied.stream().filter(each -> each.startsWith("0@")))
                .containsExactly("0@0", "0@1", "0@2", "0@3", "0@4");
    }

    @Test
    void beginsBehindWhatIsStoredWhateverTheGroupSays() {
        offsets.begin(new LogPartition("log", 0), new Applied("T1", 1)).block();
        start(3);
        records(ONE, 0, 3);
        records(TWO, 0, 3);

        await().until(() -> stored(0) == 2 && stored(1) == 2);

        assertThat(applied).containsExactlyInAnyOrder("0@2", "1@0", "1@1", "1@2");
    }

    @Test
    void refusesALogThatEndsBeforeWhatWasApplied() {
        offsets.begin(new LogPartition("log", 0), new Applied("T1", 7)).block();
        start(3);
        records(ONE, 0, 3);
        records(TWO, 0, 3);

        await().until(() -> stored(1) == 2);

        assertThat(terminations).singleElement().asString().contains("ends at offset 2");
        assertThat(applied).noneMatch(each -> each.startsWith("0@"));
    }

    private void start(long end) {
        consumer.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
        consumer.updateEndOffsets(Map.of(ONE, end, TWO, end));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(ONE, TWO)));
        thread.start();
        await().until(() -> consumer.assignment().size() == 2);
    }

    private void records(TopicPartition partition, long from, long to) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            all.add(
                    new ConsumerRecord<>(
                            partition.topic(),
                            partition.partition(),
                            offset,
                            new byte[0],
                            new byte[0]));
        }
        consumer.schedulePollTask(() -> all.forEach(consumer::addRecord));
    }

    private long stored(int partition) {
        Applied found = offsets.of(new LogPartition("log", partition)).block();
        return found == null ? -1 : found.offset();
    }
}
