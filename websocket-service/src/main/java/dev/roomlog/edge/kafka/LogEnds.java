package dev.roomlog.edge.kafka;

import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.events.Position;
import dev.roomlog.events.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where the message log begins and ends, and {@code chat.reads} ends, asked without blocking
 * anybody.
 */
final class LogEnds {

    private final Admin admin;
    private final String topic;

    /**
     * From the first record appended at or after a time, or the end if there is none, to the end.
     *
     * @param reads where the partition of {@code chat.reads} ends
     */
    record Window(long start, long end, long reads) {}

    LogEnds(Admin admin, String topic) {
        this.admin = admin;
        this.topic = topic;
    }

    CompletableFuture<Long> end(int partition) {
        return offset(partition, OffsetSpec.latest());
    }

    CompletableFuture<Window> window(int partition, Instant since) {
        // The end is asked for first: what is appended in between is then part of the window, not
        // lost to it.
        return end(partition)
                .thenCompose(end ->
                        offset(partition, OffsetSpec.forTimestamp(since.toEpochMilli()))
                                .thenCombine(
                                        offset(Topics.READS.name(), partition, OffsetSpec.latest()),
                                        (start, reads) ->
                                                new Window(
                                                        start < 0 ? end : Math.min(start, end),
                                                        end,
                                                        reads)));
    }

    /**
     * The position before the first record appended at or after a time; before the first of all
     * where earlier ones may have been there.
     */
    CompletableFuture<StartingPoint> startOf(int partition, int epoch, Instant time) {
        return end(partition)
                .thenCompose(end ->
                        offset(partition, OffsetSpec.forTimestamp(time.toEpochMilli()))
                                .thenCombine(
                                        offset(partition, OffsetSpec.forTimestamp(0)),
                                        (since, first) -> {
                                            if (since.equals(first)) {
                                                return new StartingPoint.First();
                                            }
                                            long next = since < 0 ? end : since;
                                            return new StartingPoint.After(
                                                    new Position(
                                                            Position.of(epoch, next).value() - 1));
                                        }));
    }

    private CompletableFuture<Long> offset(int partition, OffsetSpec spec) {
        return offset(topic, partition, spec);
    }

    private CompletableFuture<Long> offset(String of, int partition, OffsetSpec spec) {
        TopicPartition asked = new TopicPartition(of, partition);
        return admin.listOffsets(Map.of(asked, spec))
                .partitionResult(asked)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ListOffsetsResultInfo::offset);
    }
}
