package dev.roomlog.projection.kafka;

import dev.roomlog.events.TopicLayout;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.StoreSetup;
import dev.roomlog.projection.Termination;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.MicrometerConsumerListener;

import reactor.core.publisher.Flux;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

    /** EX_CONFIG of sysexits.h: restarting alone will not help. */
    private static final int EXIT_CODE = 78;

    @Bean
    TopicLayout topicLayout(TopicLayoutProperties properties) {
        return properties.layout();
    }

    @Bean
    KafkaClients kafkaClients(
            KafkaProperties properties, LogWriterProperties writing, MeterRegistry meters) {
        return new KafkaClients(
                properties, new MicrometerConsumerListener<>(meters), writing.acknowledgeWithin());
    }

    @Bean(destroyMethod = "close")
    LogWriter logWriter(KafkaClients clients) {
        return new LogWriter(clients);
    }

    @Bean
    DeadLetters deadLetters(KafkaClients clients, MeterRegistry meters) {
        return new DeadLetters(clients, meters);
    }

    @Bean
    EndOffsets endOffsets(KafkaClients clients) {
        return new EndOffsets(clients);
    }

    @Bean
    LogReaders logReaders(
            List<LogProjection> projections,
            KafkaClients clients,
            TopicLayout layout,
            List<StoreSetup> stores,
            AppliedOffsets applied,
            Termination termination) {
        StoreSetup all = () -> Flux.fromIterable(stores).concatMap(StoreSetup::prepare).then();
        return new LogReaders(projections, clients, layout, all, applied, termination);
    }

    @Bean
    Gauge appliedLag(LogReaders readers, MeterRegistry meters) {
        return Gauge.builder("roomlog.applied.lag", readers, LogReaders::lag)
                .description("records in the log, of this instance's partitions, not applied yet")
                .register(meters);
    }

    /** In the readiness group: history that is not being written would only grow stale. */
    @Bean
    HealthIndicator logReadersHealthIndicator(LogReaders readers) {
        return () ->
                readers.isReading()
                        ? Health.up().build()
                        : Health.outOfService()
                                .withDetail("waitingFor", readers.waitingFor())
                                .build();
    }

    @Bean
    Termination termination(ApplicationContext context) {
        return reason -> {
            LoggerFactory.getLogger(Termination.class)
                    .error("the message service cannot run: {}", reason);
            // Elsewhere: closing the context waits for the thread that found out.
            Thread.ofPlatform()
                    .name("termination")
                    .start(() -> System.exit(SpringApplication.exit(context, () -> EXIT_CODE)));
        };
    }
}
