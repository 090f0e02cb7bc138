package dev.roomlog.projection.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import reactor.core.publisher.Mono;

import java.util.List;

/** Applies what one partition delivered. */
public interface BatchApplier {

    /**
     * Completes when all of the batch is durable. The same records may come again, cut otherwise.
     *
     * @param records of one partition, in log order, at least one
     */
    Mono<Void> apply(List<ConsumerRecord<byte[], byte[]>> records);
}
