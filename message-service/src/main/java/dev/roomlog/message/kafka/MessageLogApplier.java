package dev.roomlog.message.kafka;

import dev.roomlog.events.TopicLayout;
import dev.roomlog.message.Derivation;
import dev.roomlog.message.Folding;
import dev.roomlog.message.LoggedEvent;
import dev.roomlog.message.Messages;
import dev.roomlog.projection.kafka.BatchApplier;
import dev.roomlog.projection.kafka.DeadLetters;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

final class MessageLogApplier implements BatchApplier {

    private record Dead(ConsumerRecord<byte[], byte[]> record, String cause) {}

    private final Messages messages;
    private final List<Derivation> derivations;
    private final TopicLayout layout;
    private final LogAppliedPositions positions;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;

    MessageLogApplier(
            Messages messages,
            List<Derivation> derivations,
            TopicLayout layout,
            LogAppliedPositions positions,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.messages = messages;
        this.derivations = List.copyOf(derivations);
        this.layout = layout;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public Mono<Void> apply(List<ConsumerRecord<byte[], byte[]>> records) {
        List<LoggedEvent> events = new ArrayList<>();
        List<Dead> dead = new ArrayList<>();
        int unknown = 0;
        for (ConsumerRecord<byte[], byte[]> each : records) {
            switch (MessageRecord.of(each, layout)) {
                case MessageRecord.Understood understood -> events.add(understood.event());
                case MessageRecord.Malformed malformed ->
                        dead.add(new Dead(each, malformed.cause()));
                case MessageRecord.Unknown _ -> unknown++;
            }
        }
        meters.counter("roomlog.records.unknown", "topic", records.getFirst().topic())
                .increment(unknown);
        // Dead letters last: a batch is repeated while the store is away, they must not be.
        return Flux.fromIterable(Folding.fold(events))
                .concatMap(messages::apply)
                .thenMany(Flux.fromIterable(derivations))
                .concatMap(derivation -> derivation.apply(events))
                .thenMany(Flux.fromIterable(dead))
                .concatMap(each -> deadLetters.put(each.record(), each.cause()))
                .then()
                .doOnSuccess(_ -> {
                    ConsumerRecord<byte[], byte[]> last = records.getLast();
                    positions.applied(last.partition(), last.offset());
                });
    }
}
