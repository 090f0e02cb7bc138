package dev.roomlog.projection.kafka;

import com.google.protobuf.ByteString;

import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.DeadLetterHeader;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.UUID;

/** Puts aside what can never be applied, for people to look at. */
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String READER = "message-service";

    /** Of a record whose own key names no room; nothing can be sent without one. */
    private static final RoomKey NO_ROOM = RoomKey.of(new RoomId(new UUID(0, 0)));

    private final KafkaClients clients;
    private final MeterRegistry meters;

    DeadLetters(KafkaClients clients, MeterRegistry meters) {
        this.clients = clients;
        this.meters = meters;
    }

    /**
     * Completes when the dead letter is acknowledged.
     *
     * @param cause one line without the record's content
     */
    public Mono<Void> put(ConsumerRecord<byte[], byte[]> dead, String cause) {
        OutgoingEvent event =
                OutgoingEvent.deadLetter(
                        RoomKey.parse(dead.key()).orElse(NO_ROOM), letter(dead, cause));
        // Sending may block while the broker's metadata is unknown.
        return Mono.defer(() -> Mono.fromFuture(clients.producer().send(event)))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnSuccess(_ -> told(dead, cause))
                .then();
    }

    private void told(ConsumerRecord<byte[], byte[]> dead, String cause) {
        LOG.warn(
                "{}/{} offset {} can never be applied and went to the dead letters: {}",
                dead.topic(),
                dead.partition(),
                dead.offset(),
                cause);
        meters.counter("roomlog.dead.letters", "topic", dead.topic()).increment();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> dead, String cause) {
        DeadLetter.Builder letter =
                DeadLetter.newBuilder()
                        .setTopic(dead.topic())
                        .setPartition(dead.partition())
                        .setOffset(dead.offset())
                        .setKey(bytes(dead.key()))
                        .setValue(bytes(dead.value()))
                        .setReader(READER)
                        .setCause(cause);
        for (Header header : dead.headers()) {
            letter.addHeaders(
                    DeadLetterHeader.newBuilder()
                            .setName(header.key())
                            .setValue(bytes(header.value())));
        }
        return letter.build();
    }

    private static ByteString bytes(byte @Nullable [] bytes) {
        return bytes == null ? ByteString.EMPTY : ByteString.copyFrom(bytes);
    }
}
