package dev.roomlog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

class LocalStackStoresIT {

    private static final TopicPartition TOPIC = new TopicPartition("chat", 0);

    @TempDir Path folder;

    @Test
    void keepsWhatEachStoreAcknowledgedThroughKillsAndARestartOfAll() throws Exception {
        List<Long> pids = new ArrayList<>();
        try (LocalStack stack = LocalStack.start(oneBroker())) {
            createAll(stack);
            send(stack, "first");
            insert(stack, 1);
            for (Part part : stack.parts()) {
                pids.add(part.pid());
                part.kill().start();
            }
            stack.parts().forEach(Part::awaitReady);
            send(stack, "second");
            insert(stack, 2);
            stack.parts().forEach(part -> pids.add(part.pid()));

            assertThatThrownBy(() -> LocalStack.start(oneBroker()))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("already running");
        }
        assertThat(pids).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());

        try (LocalStack stack = LocalStack.start(oneBroker())) {
            assertThat(read(stack, 2)).containsExactly("first", "second");
            assertThat(count(stack)).isEqualTo(2);
            try (MongoClient mongo = MongoClients.create(stack.mongoUri())) {
                assertThat(mongo.getDatabase("roomlog").getCollection("m").countDocuments())
                        .isEqualTo(2);
            }
            assertThatThrownBy(() ->
                            DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), "wrong"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(stack.jdbcUrl(), "root", ""))
                    .isInstanceOf(SQLException.class);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(stack.signingKey())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAFolderMadeWithAnotherNumberOfBrokers() {
        Layout.of(new StackFolder(folder, folder), 1);

        assertThatThrownBy(() -> LocalStack.start(oneBroker().withBrokers(3)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("--brokers 1");
    }

    @Test
    void threeBrokersGoOnAcknowledgingWhenOneIsKilled() throws Exception {
        try (LocalStack stack = LocalStack.start(oneBroker().withBrokers(3))) {
            createTopic(stack, 3);
            try (KafkaProducer<String, String> producer = producer(stack)) {
                for (int i = 0; i < 100; i++) {
                    producer.send(new ProducerRecord<>("chat", 0, "k", "before-" + i))
                            .get(30, TimeUnit.SECONDS);
                }

                stack.part("kafka-2").kill();
                for (int i = 0; i < 100; i++) {
                    producer.send(new ProducerRecord<>("chat", 0, "k", "after-" + i))
                            .get(30, TimeUnit.SECONDS);
                }
            }
            stack.part("kafka-2").start().awaitReady();

            assertThat(read(stack, 200)).hasSize(200).doesNotHaveDuplicates();
        }
    }

    private StackOptions oneBroker() {
        return StackOptions.in(folder).onlyStores();
    }

    private static void createAll(LocalStack stack) throws Exception {
        createTopic(stack, 1);
        try (Connection sql = connect(stack);
                Statement statement = sql.createStatement()) {
            statement.execute("CREATE TABLE r (id INT PRIMARY KEY) ENGINE=InnoDB");
        }
    }

    private static void createTopic(LocalStack stack, int replication) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic("chat", 1, (short) replication)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void insert(LocalStack stack, int id) throws SQLException {
        try (Connection sql = connect(stack);
                Statement statement = sql.createStatement()) {
            statement.executeUpdate("INSERT INTO r VALUES (" + id + ")");
        }
        try (MongoClient mongo = MongoClients.create(stack.mongoUri())) {
            mongo.getDatabase("roomlog").getCollection("m").insertOne(new Document("_id", id));
        }
    }

    private static int count(LocalStack stack) throws SQLException {
        try (Connection sql = connect(stack);
                Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM r")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(LocalStack stack) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    }

    private static void send(LocalStack stack, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(stack)) {
            producer.send(new ProducerRecord<>("chat", 0, "k", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<String, String> producer(LocalStack stack) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> read(LocalStack stack, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", stack.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(Set.of(TOPIC));
            consumer.seekToBeginning(Set.of(TOPIC));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < expected && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
