package dev.roomlog.room.outbox;

import dev.roomlog.events.EventProducer;
import dev.roomlog.events.TopicLayout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.Map;

@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    /** How long one partition that does not answer holds up the others, each time it is tried. */
    private static final int DELIVERY_MILLIS = 3_000;

    private static final int REQUEST_MILLIS = 1_500;

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
        connection.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        connection.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        connection.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        Relay relay =
                new Relay(
                        outbox,
                        new RelayLease(jdbc, properties.lease()),
                        () -> EventProducer.takeOver(connection, properties.transactionalId()));
        return new RelayThread(relay, signal, properties.poll());
    }

    @Bean
    TopicLayout topicLayout(KafkaLayoutProperties properties) {
        return properties.layout();
    }

    /** Its name is the readiness group's {@code topics}. */
    @Bean
    TopicSetup topics(KafkaProperties kafka, TopicLayout layout, ApplicationContext context) {
        return new TopicSetup(
                kafka.buildAdminProperties(),
                layout,
                () ->
                        Thread.ofPlatform()
                                .start(() ->
                                        System.exit(SpringApplication.exit(context, () -> 3))));
    }

    @Bean
    Gauge outboxBacklog(Outbox outbox, MeterRegistry registry) {
        return Gauge.builder("roomlog.outbox.backlog", outbox, Outbox::size)
                .description("Events that Kafka does not have yet; counted up to 100,000")
                .register(registry);
    }
}
