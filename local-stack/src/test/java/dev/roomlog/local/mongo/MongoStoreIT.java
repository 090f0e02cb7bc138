package dev.roomlog.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;

import dev.roomlog.local.JavaCommand;

import org.bson.Document;
import org.bson.UuidRepresentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class MongoStoreIT {

    private static final Logger log = LoggerFactory.getLogger(MongoStoreIT.class);

    @TempDir Path folder;
    private int port;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startProcess();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void losesNothingAcknowledgedWhenKilledWhileWriting() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (ExecutorService writers = Executors.newFixedThreadPool(4);
                MongoClient client = client()) {
            for (int life = 0; life < 2; life++) {
                MongoCollection<Document> messages =
                        client.getDatabase("chat").getCollection("messages");
                int before = acknowledged.size();
                int current = life;
                List<Future<?>> running = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    String prefix = life + "-" + writer + "-";
                    running.add(
                            writers.submit(
                                    () -> writeUntilItFails(messages, prefix, acknowledged)));
                }
                await().until(() -> acknowledged.size() > before + 300);

                process.destroyForcibly().waitFor();
                for (Future<?> writer : running) {
                    writer.get();
                }
                startProcess();

                Set<String> stored = ConcurrentHashMap.newKeySet();
                messages.find().forEach(message -> stored.add(message.getString("_id")));
                assertThat(stored).as("life %s", current).containsAll(acknowledged);
                assertThat(messages.countDocuments(Filters.eq("room", "r")))
                        .as("the rebuilt index agrees with the documents")
                        .isEqualTo(stored.size());
            }
        }
    }

    @Test
    void servesAPageOfARoomAmongManyInMilliseconds() throws Exception {
        int rooms = 40;
        int each = 1_000;
        try (MongoClient client = client()) {
            MongoCollection<Document> messages =
                    client.getDatabase("chat").getCollection("messages");
            messages.createIndex(Indexes.ascending("room", "position"));
            List<String> ids =
                    IntStream.range(0, rooms).mapToObj(i -> UUID.randomUUID().toString()).toList();

            long start = System.nanoTime();
            for (int position = 0; position < each; position++) {
                long current = position;
                messages.insertMany(ids.stream().map(room -> message(room, current)).toList());
            }
            double insertSeconds = (System.nanoTime() - start) / 1e9;
            stopGently();
            long restart = System.nanoTime();
            startProcess();
            double restartSeconds = (System.nanoTime() - restart) / 1e9;
            double millis = millisPerPage(messages, ids);
            double scan = millisPerScan(messages);

            log.info(
                    "{} documents: {} inserts/s, restart {} s, page {} ms, full scan {} ms",
                    rooms * each,
                    Math.round(rooms * each / insertSeconds),
                    restartSeconds,
                    millis,
                    scan);
            // Relative, as the machine may be busy; without an index a page takes a scan and a
            // sort.
            assertThat(millis).isLessThan(scan / 3);
        }
    }

    private static double millisPerPage(MongoCollection<Document> messages, List<String> rooms) {
        long start = 0;
        for (int i = 0; i < 250; i++) {
            if (i == 50) {
                start = System.nanoTime();
            }
            List<Document> page =
                    messages.find(
                                    Filters.and(
                                            Filters.eq("room", rooms.get(i % rooms.size())),
                                            Filters.lt("position", 600L)))
                            .sort(Sorts.descending("position"))
                            .limit(50)
                            .into(new ArrayList<>());
            assertThat(page).hasSize(50);
            assertThat(page.getFirst()).containsEntry("position", 599L);
        }
        return (System.nanoTime() - start) / 1e6 / 200;
    }

    private static double millisPerScan(MongoCollection<Document> messages) {
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(messages.countDocuments(Filters.eq("text", "never said"))).isZero();
        }
        return (System.nanoTime() - start) / 1e6 / 10;
    }

    private static void writeUntilItFails(
            MongoCollection<Document> messages, String prefix, Set<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String id = prefix + i;
                if (i % 2 == 0) {
                    messages.insertOne(
                            new Document("_id", id)
                                    .append("room", "r")
                                    .append("position", (long) i));
                    acknowledged.add(id);
                } else {
                    List<Document> bulk =
                            IntStream.range(0, 10)
                                    .mapToObj(n ->
                                            new Document("_id", id + "." + n).append("room", "r"))
                                    .toList();
                    messages.insertMany(bulk);
                    bulk.forEach(document -> acknowledged.add(document.getString("_id")));
                }
            }
        } catch (MongoException e) {
            log.debug("killed, as the test wants", e);
        }
    }

    private static Document message(String room, long position) {
        return new Document("_id", UUID.randomUUID())
                .append("room", room)
                .append("position", position)
                .append("lastChange", position)
                .append("sender", "0192d7a4-0000-7000-8000-000000000001")
                .append(
                        "text",
                        "The quick brown fox jumps over the lazy dog, and then over the next one. "
                                .repeat(2));
    }

    private void startProcess() throws IOException {
        Path ready = folder.resolve("ready");
        Files.deleteIfExists(ready);
        process =
                new ProcessBuilder(
                                JavaCommand.ofMain(
                                        MongoStoreProcess.class,
                                        List.of("-XX:+UseSerialGC", "-Xmx512m"),
                                        List.of(
                                                Integer.toString(port),
                                                folder.resolve("store.mv").toString(),
                                                ready.toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
    }

    private void stopGently() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private MongoClient client() {
        return MongoClients.create(
                com.mongodb.MongoClientSettings.builder()
                        .applyConnectionString(
                                new com.mongodb.ConnectionString(
                                        "mongodb://127.0.0.1:"
                                                + port
                                                + "/?retryWrites=false&serverSelectionTimeoutMS=20000"))
                        .uuidRepresentation(UuidRepresentation.STANDARD)
                        .build());
    }
}
