package dev.roomlog.room.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.support.Http;
import dev.roomlog.support.RunningService;
import dev.roomlog.support.TestKafka;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;

/** The whole way, from the log to what a member is shown. */
class LastMessageIT extends RunningService {

    private final EventProducer producer =
            EventProducer.connect(Map.of("bootstrap.servers", TestKafka.servers()), Duration.ZERO);

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void myRoomsShowTheLastMessageAndComeInItsOrder() {
        Http ann = someone();
        String quiet = ann.room("PUBLIC");
        String loud = ann.room("PRIVATE");
        String none = ann.room("PUBLIC");
        MessageId first = MessageId.random();
        long position = append(quiet, posted(first, ann.id(), "hello\n 👋"));
        awaitPreview(ann, quiet, "hello 👋");
        append(loud, posted(MessageId.random(), ann.id(), "louder"));
        awaitPreview(ann, loud, "louder");

        JsonNode items = ann.get("/api/rooms").body().get("items");

        assertThat(items.valueStream().map(room -> room.get("id").asString()))
                .containsExactly(loud, quiet, none);
        JsonNode last = items.get(1).get("lastMessage");
        assertThat(last.get("position").asLong()).isEqualTo(position);
        assertThat(last.get("senderId").asString()).isEqualTo(ann.id());
        assertThat(items.get(2).has("lastMessage")).isFalse();

        append(
                quiet,
                MessageEvent.newBuilder()
                        .setDeleted(MessageDeleted.newBuilder().setMessageId(first.toBytes()))
                        .build());
        awaitPreview(ann, quiet, "");
    }

    private static MessageEvent posted(MessageId id, String sender, String text) {
        return MessageEvent.newBuilder()
                .setPosted(
                        MessagePosted.newBuilder()
                                .setMessageId(id.toBytes())
                                .setSenderId(sender)
                                .setText(text))
                .build();
    }

    private long append(String room, MessageEvent event) {
        int epoch = TestKafka.LAYOUT.epoch();
        var appended = producer.send(OutgoingEvent.message(epoch, RoomId.of(room), event)).join();
        return Position.of(epoch, appended.offset()).value();
    }

    private static void awaitPreview(Http member, String room, String preview) {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        member.get("/api/rooms")
                                .body()
                                .get("items")
                                .valueStream()
                                .filter(each -> each.get("id").asString().equals(room))
                                .anyMatch(each ->
                                        each.path("lastMessage")
                                                .path("preview")
                                                .asString("none")
                                                .equals(preview)));
    }
}
