package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.events.Appended;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.RoomKind;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import reactor.core.publisher.Mono;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

class LostLogIT {

    private static final String LOG = Topics.messagesName(1);
    private static final MemberId ANNA = new MemberId("anna");

    private ServiceUnderTest service;
    private HistoryClient history;
    private RoomId room;
    private Appended applied;

    @BeforeEach
    void applySomethingAndStop(@TempDir Path folder) throws Exception {
        ServiceUnderTest.TERMINATIONS.clear();
        service = new ServiceUnderTest(folder);
        history = new HistoryClient(service);
        service.createTopics();
        service.start();
        service.awaitReady();
        room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        applied = service.post(room, ANNA, "applied");
        history.awaitPage(room, ANNA, "", applied);
        service.stop();
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void recordsWhatExpiredBeforeItWasAppliedAndGoesOn() throws Exception {
        service.post(room, ANNA, "lost-1");
        Appended lost = service.post(room, ANNA, "lost-2");
        Appended kept = service.post(room, ANNA, "kept");
        try (Admin admin = admin()) {
            var partition = new TopicPartition(LOG, lost.partition());
            var before = RecordsToDelete.beforeOffset(kept.offset());
            admin.deleteRecords(Map.of(partition, before)).all().get(20, TimeUnit.SECONDS);
        }

        service.start();

        assertThat(HistoryClient.clientIds(history.awaitPage(room, ANNA, "", kept)))
                .containsExactly("applied", "kept");
        Document stored = storedOffset(lost.partition());
        assertThat(stored.getList("skipped", Document.class))
                .singleElement()
                .satisfies(skipped -> {
                    assertThat(skipped.getLong("from")).isEqualTo(applied.offset() + 1);
                    assertThat(skipped.getLong("to")).isEqualTo(lost.offset());
                });
    }

    @Test
    void doesNotRunAgainstATopicMadeAnewUnderTheSameName() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(LOG)).all().get(20, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !admin.listTopics().names().get().contains(LOG));
        }
        service.createTopics();

        service.start();

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() ->
                        assertThat(ServiceUnderTest.TERMINATIONS)
                                .anyMatch(reason -> reason.contains("made anew")));
        assertThat(storedOffset(applied.partition()).getLong("offset")).isEqualTo(applied.offset());
    }

    private Document storedOffset(int partition) {
        try (MongoClient client = service.mongo.client()) {
            var found =
                    client.getDatabase("roomlog")
                            .getCollection("appliedOffsets")
                            .find(new Document("_id", LOG + "/" + partition))
                            .first();
            return Objects.requireNonNull(Mono.from(found).block(Duration.ofSeconds(20)));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", service.kafka.getBrokersAsString()));
    }
}
