package dev.roomlog.projection.kafka;

import dev.roomlog.events.EventProducer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections to Kafka, made when first asked for: a client cannot even be built while the broker's
 * name does not resolve, and that must not end the process.
 */
final class KafkaClients implements AutoCloseable {

    /** Dead letters are for people: they can wait for company. */
    private static final Duration LINGER = Duration.ofMillis(20);

    /** As long as it may take to find the broker before a send is given up. */
    private static final long LONGEST_BLOCK_MILLIS = 2_000;

    private final KafkaProperties properties;
    private final ConsumerFactory.@Nullable Listener<byte[], byte[]> metrics;
    private final Duration acknowledgeWithin;
    private @Nullable Admin admin;
    private @Nullable EventProducer producer;
    private @Nullable EventProducer awaited;

    /**
     * @param acknowledgeWithin of what somebody waits for
     */
    KafkaClients(
            KafkaProperties properties,
            ConsumerFactory.@Nullable Listener<byte[], byte[]> metrics,
            Duration acknowledgeWithin) {
        this.properties = properties;
        this.metrics = metrics;
        this.acknowledgeWithin = acknowledgeWithin;
    }

    synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(properties.buildAdminProperties());
        }
        return admin;
    }

    synchronized EventProducer producer() {
        if (producer == null) {
            Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
            producer = EventProducer.connect(config, LINGER);
        }
        return producer;
    }

    /** For what somebody waits for: it is sent at once, and fails in time to tell them. */
    synchronized EventProducer awaitedProducer() {
        if (awaited == null) {
            Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
            int millis = Math.toIntExact(acknowledgeWithin.toMillis());
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1_000, millis / 2));
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK_MILLIS);
            awaited = EventProducer.connect(config, Duration.ZERO);
        }
        return awaited;
    }

    Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> config = new HashMap<>(properties.buildConsumerProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // How long the partitions of a killed instance wait for another; the reader polls always.
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        var factory = new DefaultKafkaConsumerFactory<byte[], byte[]>(config);
        if (metrics != null) {
            factory.addListener(metrics);
        }
        return factory.createConsumer();
    }

    @Override
    public synchronized void close() {
        for (EventProducer each : new @Nullable EventProducer[] {awaited, producer}) {
            if (each != null) {
                each.close(Duration.ofSeconds(5));
            }
        }
        if (admin != null) {
            admin.close(Duration.ofSeconds(5));
        }
    }
}
