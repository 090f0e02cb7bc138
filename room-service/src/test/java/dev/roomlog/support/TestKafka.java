package dev.roomlog.support;

import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A real broker of this JVM, with every topic of the contract. */
public final class TestKafka {

    public static final TopicLayout LAYOUT = new TopicLayout(4, 1, 1);

    private static final String SERVERS = start();

    private TestKafka() {}

    public static String servers() {
        return SERVERS;
    }

    private static String start() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("transaction.state.log.replication.factor", "1");
        broker.brokerProperty("transaction.state.log.min.isr", "1");
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
        String servers = broker.getBrokersAsString();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            for (Topic.Owner owner : Topic.Owner.values()) {
                var _ = new TopicProvisioning(admin, LAYOUT).ensure(owner);
            }
        }
        return servers;
    }

    public static void configure(Topic topic, String name, String value) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(name, value),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything of a topic that stands there now, read by a plain consumer, in log order. */
    public static List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(
                        Map.of("bootstrap.servers", SERVERS, "auto.offset.reset", "none"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (!partitions.stream()
                    .allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    public static RoomKey keyOf(ConsumerRecord<byte[], byte[]> record) {
        return RoomKey.parse(record.key()).orElseThrow();
    }
}
