package dev.roomlog.edge.kafka;

import dev.roomlog.edge.EdgeProperties;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.send.MessageLog;
import dev.roomlog.edge.session.Connections;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Clients of Kafka, from {@code spring.kafka.*} plus what the guarantees rest on. */
@Configuration(proxyBeanMethods = false)
class KafkaAdapters {

    /** Low: somebody is waiting to read. */
    private static final Duration LINGER = Duration.ZERO;

    /**
     * A piece of a replay is so small a part of a connection's queue, before it is encoded: that
     * makes it two to six times larger, and live events come besides.
     */
    private static final int PIECES = 16;

    /** A scan skips most of what it reads; the membership view is all there is. */
    private static final Map<String, Object> IN_BULK =
            Map.of(
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    10_000,
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    4 << 20);

    @Bean
    TopicLayout topicLayout(KafkaLayoutProperties properties) {
        return properties.layout();
    }

    @Bean(destroyMethod = "close")
    Admin admin(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean(destroyMethod = "close")
    EventProducer eventProducer(KafkaProperties kafka, EdgeProperties edge) {
        Map<String, Object> connection = new HashMap<>(kafka.buildProducerProperties());
        int millis = Math.toIntExact(edge.acknowledgeWithin().toMillis());
        connection.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        connection.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1_000, millis / 2));
        connection.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000L);
        return EventProducer.connect(connection, LINGER);
    }

    @Bean
    MessageLog messageLog(EventProducer producer, TopicLayout layout) {
        return new KafkaMessageLog(producer, layout.epoch());
    }

    @Bean
    MembershipView membershipView(TopicLayout layout, EdgeProperties edge, Clock clock) {
        return new MembershipView(layout.partitions(), edge.membershipPatience(), clock);
    }

    @Bean
    KafkaRoomFeed.Settings feedSettings(TopicLayout layout, EdgeProperties edge) {
        return new KafkaRoomFeed.Settings(
                layout.partitions(),
                layout.epoch(),
                edge.duplicateWindow(),
                edge.tailBudget().toBytes(),
                edge.outboundQueue().toBytes() / PIECES,
                edge.feedPatience());
    }

    @Bean
    LogEnds logEnds(Admin admin, TopicLayout layout) {
        return new LogEnds(admin, Topics.messagesName(layout.epoch()));
    }

    @Bean(destroyMethod = "close")
    KafkaScans kafkaScans(
            KafkaProperties kafka,
            KafkaRoomFeed.Settings settings,
            EdgeProperties edge,
            MeterRegistry meters) {
        var bounds =
                new KafkaScans.Bounds(
                        edge.scans(),
                        edge.scanBytes().toBytes(),
                        edge.scanTime(),
                        edge.scanPatience());
        var read =
                new LogScanner.Log(
                        Topics.messagesName(settings.epoch()),
                        settings.epoch(),
                        settings.duplicateWindow());
        Counter bytes = meters.counter("roomlog.edge.scan.bytes");
        KafkaScans scans =
                new KafkaScans(bounds, () -> new LogScanner(consumer(kafka, IN_BULK), read, bytes));
        Gauge.builder("roomlog.edge.scans.running", scans, KafkaScans::running).register(meters);
        Gauge.builder("roomlog.edge.scan.held.bytes", scans, KafkaScans::heldBytes)
                .register(meters);
        return scans;
    }

    @Bean(destroyMethod = "close")
    FeedThread feedThread(
            KafkaProperties kafka,
            LogEnds ends,
            KafkaScans scans,
            KafkaRoomFeed.Settings settings,
            Clock clock,
            MeterRegistry meters) {
        String topic = Topics.messagesName(settings.epoch());
        FeedThread feed =
                new FeedThread(
                        new LogReader(
                                consumer(kafka, Map.of()),
                                topic,
                                settings.epoch(),
                                meters.counter("roomlog.edge.records.unknown", "topic", topic)),
                        ends,
                        scans,
                        settings,
                        clock);
        Gauge.builder("roomlog.edge.tail.bytes", feed, FeedThread::tailBytes).register(meters);
        Gauge.builder("roomlog.edge.followed.partitions", feed, FeedThread::followedPartitions)
                .register(meters);
        Gauge.builder("roomlog.edge.deliveries", feed, FeedThread::delivered).register(meters);
        Gauge.builder("roomlog.edge.gaps", feed, FeedThread::gaps).register(meters);
        return feed;
    }

    @Bean
    RoomFeed roomFeed(
            FeedThread thread, LogEnds ends, KafkaRoomFeed.Settings settings, Clock clock) {
        return new KafkaRoomFeed(thread, ends, settings, clock);
    }

    @Bean(destroyMethod = "close")
    KafkaMemberships kafkaMemberships(
            KafkaProperties kafka,
            MembershipView view,
            Connections connections,
            TopicLayout layout) {
        return new KafkaMemberships(
                consumer(kafka, IN_BULK), view, connections::mentioned, layout.partitions());
    }

    @Bean
    LogStart logStart(
            Admin admin,
            TopicLayout layout,
            FeedThread feed,
            KafkaMemberships memberships,
            MembershipView view) {
        return new LogStart(admin, layout, feed, memberships, view);
    }

    private static Consumer<byte[], byte[]> consumer(
            KafkaProperties kafka, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.putAll(more);
        // No group: every edge reads for itself. Nothing is committed; where to start is always
        // said.
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KafkaConsumer<>(config);
    }
}
