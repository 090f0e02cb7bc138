package dev.roomlog.events;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
        return new EventProducer(new KafkaProducer<>(config(connection, linger)));
    }

    /**
     * For a writer of which there must be one: whoever was made before with this ID can append
     * nothing any more, whatever it still has in hand. For {@link #appendTogether} only. Waits for
     * the broker, at most {@code max.block.ms}.
     */
    public static EventProducer takeOver(Map<String, Object> connection, String transactionalId) {
        Map<String, Object> config = config(connection, Duration.ZERO);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        EventProducer taken = new EventProducer(new KafkaProducer<>(config));
        try {
            taken.producer.initTransactions();
            return taken;
        } catch (RuntimeException e) {
            taken.close(Duration.ZERO);
            throw e;
        }
    }

    private static Map<String, Object> config(Map<String, Object> connection, Duration linger) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, RoomPartitioner.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        return config;
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

    /**
     * Appends all of the events, each room's in this order, or takes all back. Readers that do not
     * wait for commits see also what was taken back. Blocks.
     *
     * @return the rooms of which an event failed by itself, with the cause; when there are none,
     *     all is appended
     * @throws RuntimeException when this producer was taken over or the outcome is unknown: it is
     *     of no use any more
     */
    public Map<RoomId, Throwable> appendTogether(List<OutgoingEvent> events) {
        producer.beginTransaction();
        List<CompletableFuture<Appended>> sent = new ArrayList<>();
        for (OutgoingEvent event : events) {
            CompletableFuture<Appended> acknowledged = send(event);
            sent.add(acknowledged);
            if (acknowledged.isCompletedExceptionally()) {
                break; // all will be taken back
            }
        }
        producer.flush();
        Map<RoomId, Throwable> failed = new LinkedHashMap<>();
        @Nullable Throwable ofAll = null;
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).isCompletedExceptionally()) {
                Throwable failure = sent.get(i).exceptionNow();
                if (isOfAll(failure)) {
                    ofAll = failure;
                } else {
                    failed.put(events.get(i).key().room(), failure);
                }
            }
        }
        if (failed.isEmpty() && ofAll == null) {
            producer.commitTransaction();
            return failed;
        }
        producer.abortTransaction();
        if (failed.isEmpty()) {
            throw new KafkaException("the transaction failed as a whole", ofAll);
        }
        return failed;
    }

    /** Says nothing about the event: the transaction had failed already, or is another's now. */
    private static boolean isOfAll(Throwable failure) {
        return switch (failure) {
            case TransactionAbortedException _,
                    TransactionAbortableException _,
                    InvalidProducerEpochException _,
                    ProducerFencedException _ ->
                    true;
            default -> !(failure instanceof ApiException);
        };
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
