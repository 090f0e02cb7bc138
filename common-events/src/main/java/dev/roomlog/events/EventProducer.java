package dev.roomlog.events;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Appends events to the log: the only way to send, and only with a room.
 *
 * <p>A future completes once the broker acknowledged with {@code acks=all}; it completes
 * exceptionally when the outcome is a failure or unknown ({@code delivery.timeout.ms}). Events of a
 * room sent from one thread are appended in that order, also across internal retries (idempotent
 * producer). {@link #send} may block up to {@code max.block.ms} while the broker's metadata is
 * unknown or the buffer is full: never call it on an event loop. Thread-safe.
 */
public final class EventProducer implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    public EventProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * @param connection bootstrap servers, security and time-outs; what the guarantees rest on is
     *     set here and cannot be overridden
     * @param linger how long to wait for more records to a batch: short on the way to a reader,
     *     longer to a store
     */
    public static EventProducer connect(Map<String, Object> connection, Duration linger) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, RoomPartitioner.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        return new EventProducer(new KafkaProducer<>(config));
    }

    public CompletableFuture<Appended> send(OutgoingEvent event) {
        return send(event, null);
    }

    /**
     * @param traceparent W3C Trace Context of the request that caused the event, if there is one
     */
    public CompletableFuture<Appended> send(OutgoingEvent event, @Nullable String traceparent) {
        CompletableFuture<Appended> acknowledged = new CompletableFuture<>();
        try {
            var _ =
                    producer.send(
                            recordOf(event, traceparent),
                            (metadata, failure) -> {
                                if (failure != null) {
                                    acknowledged.completeExceptionally(failure);
                                } else {
                                    acknowledged.complete(
                                            new Appended(
                                                    metadata.partition(),
                                                    metadata.offset(),
                                                    Instant.ofEpochMilli(metadata.timestamp())));
                                }
                            });
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    private static ProducerRecord<byte[], byte[]> recordOf(
            OutgoingEvent event, @Nullable String traceparent) {
        var out =
                new ProducerRecord<>(
                        event.topic(), event.key().toBytes(), event.value().toByteArray());
        out.headers().add(EventHeaders.TYPE, ascii(event.type().header()));
        out.headers().add(EventHeaders.ID, ascii(event.id().toString()));
        if (event.idempotent()) {
            out.headers().add(EventHeaders.IDEM, ascii("1"));
        }
        if (traceparent != null) {
            out.headers().add(EventHeaders.TRACEPARENT, ascii(traceparent));
        }
        return out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Waits for what is in flight, at most {@code timeout}. */
    public void close(Duration timeout) {
        producer.close(timeout);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
