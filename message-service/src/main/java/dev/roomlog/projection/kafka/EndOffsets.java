package dev.roomlog.projection.kafka;

import dev.roomlog.projection.LogPartition;

import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Map;

/** Where partitions end. */
public final class EndOffsets {

    private static final Duration ASK = Duration.ofSeconds(2);

    private final KafkaClients clients;

    EndOffsets(KafkaClients clients) {
        this.clients = clients;
    }

    /** The offset that the next record will have; fails when the broker does not answer soon. */
    public Mono<Long> of(LogPartition partition) {
        TopicPartition asked = new TopicPartition(partition.topic(), partition.partition());
        // Making the client may take a while where the broker's name does not resolve.
        return Mono.defer(() ->
                        Mono.fromCompletionStage(
                                clients.admin()
                                        .listOffsets(
                                                Map.of(asked, OffsetSpec.latest()),
                                                new ListOffsetsOptions()
                                                        .timeoutMs((int) ASK.toMillis()))
                                        .partitionResult(asked)
                                        .toCompletionStage()))
                .map(found -> found.offset())
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(ASK);
    }
}
