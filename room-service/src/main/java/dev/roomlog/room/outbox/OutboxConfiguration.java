package dev.roomlog.room.outbox;

import dev.roomlog.events.EventProducer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    /** Readers wait for these: send at once. */
    private static final Duration LINGER = Duration.ZERO;

    /** Short enough that a broker that went away is asked again soon; nothing is lost by it. */
    private static final int BLOCK_MILLIS = 5_000;

    @Bean
    RelayThread relayThread(
            Outbox outbox,
            RelaySignal signal,
            JdbcClient jdbc,
            KafkaProperties kafka,
            OutboxProperties properties) {
        Map<String, Object> connection = new HashMap<>(kafka.buildProducerProperties());
        connection.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        return new RelayThread(
                outbox,
                new RelayLease(jdbc, properties.lease()),
                signal,
                () -> EventProducer.connect(connection, LINGER),
                properties.poll());
    }

    /** Its name is the readiness group's {@code topics}. */
    @Bean
    TopicSetup topics(
            KafkaProperties kafka, KafkaLayoutProperties properties, ApplicationContext context) {
        return new TopicSetup(
                kafka.buildAdminProperties(),
                properties.layout(),
                () ->
                        Thread.ofPlatform()
                                .start(() ->
                                        System.exit(SpringApplication.exit(context, () -> 3))));
    }

    @Bean
    Gauge outboxBacklog(Outbox outbox, MeterRegistry registry) {
        return Gauge.builder("roomlog.outbox.backlog", outbox, Outbox::size)
                .description("Events that Kafka does not have yet")
                .register(registry);
    }
}
