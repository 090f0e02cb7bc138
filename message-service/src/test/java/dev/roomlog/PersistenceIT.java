package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersistenceIT {

    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");

    private ServiceUnderTest service;
    private HistoryClient history;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        service = new ServiceUnderTest(folder);
        history = new HistoryClient(service);
        // Everything it needs is away, and comes one by one.
        service.mongo.stop();
        service.start();
        assertThat(service.isReady()).isFalse();
        service.mongo.start();
        assertThat(service.isReady()).isFalse();
        service.createTopics();
        service.awaitReady();
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    void storesARetriedSendOnceAtItsFirstPosition() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        Appended first = service.post(room, ANNA, "again");
        history.awaitPage(room, ANNA, "", first);
        service.post(room, ANNA, "again");
        service.post(room, ANNA, "again");
        Appended last = service.post(room, ANNA, "other");

        JsonNode page = history.awaitPage(room, ANNA, "", last);

        assertThat(HistoryClient.clientIds(page)).containsExactly("again", "other");
        assertThat(page.get("items").get(0).get("position").asLong())
                .isEqualTo(Position.of(1, first.offset()).value());
    }

    @Test
    void appliesEditsReactionsAndDeletions() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        service.post(room, ANNA, "kept");
        service.post(room, ANNA, "gone");
        ByteString kept = MessageId.derive(room, ANNA, new ClientMessageId("kept")).toBytes();
        ByteString gone = MessageId.derive(room, ANNA, new ClientMessageId("gone")).toBytes();
        service.send(
                service.message(
                        room,
                        MessageEvent.newBuilder()
                                .setEdited(
                                        MessageEdited.newBuilder()
                                                .setMessageId(kept)
                                                .setEditorId("anna")
                                                .setText("better"))
                                .build()));
        service.send(
                service.message(
                        room,
                        MessageEvent.newBuilder()
                                .setReaction(
                                        ReactionChanged.newBuilder()
                                                .setMessageId(kept)
                                                .setMemberId("ben")
                                                .setEmoji("👍")
                                                .setSet(true))
                                .build()));
        Appended last =
                service.send(
                        service.message(
                                room,
                                MessageEvent.newBuilder()
                                        .setDeleted(
                                                MessageDeleted.newBuilder()
                                                        .setMessageId(gone)
                                                        .setDeletedBy("anna"))
                                        .build()));

        JsonNode items = history.awaitPage(room, BEN, "", last).get("items");

        assertThat(items.get(0).get("text").asString()).isEqualTo("better");
        assertThat(items.get(0).has("editedAt")).isTrue();
        assertThat(items.get(0).get("reactions").toString())
                .isEqualTo("{\"👍\":{\"count\":1,\"mine\":true}}");
        assertThat(items.get(1).get("deleted").asBoolean()).isTrue();
        assertThat(items.get(1).has("text")).isFalse();
    }

    @Test
    void putsAPoisonRecordAsideAndGoesOn() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        service.post(room, ANNA, "before");
        OutgoingEvent poison =
                new OutgoingEvent(
                        Topics.messagesName(1),
                        RoomKey.of(room),
                        EventType.POSTED,
                        UUID.randomUUID(),
                        false,
                        ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2, 3}));
        Appended poisoned = service.send(poison);
        Appended last = service.post(room, ANNA, "behind");

        assertThat(HistoryClient.clientIds(history.awaitPage(room, ANNA, "", last)))
                .containsExactly("before", "behind");
        assertThat(service.deadLetters())
                .anySatisfy(letter -> {
                    assertThat(letter.getTopic()).isEqualTo("chat.messages.e1");
                    assertThat(letter.getPartition()).isEqualTo(poisoned.partition());
                    assertThat(letter.getOffset()).isEqualTo(poisoned.offset());
                    assertThat(letter.getValue()).isEqualTo(poison.value());
                    assertThat(letter.getReader()).isEqualTo("message-service");
                    assertThat(letter.getCause()).isNotBlank();
                });
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "first"));

        service.stop();
        Appended last = service.post(room, ANNA, "meanwhile");
        service.start();
        service.awaitReady();

        assertThat(HistoryClient.clientIds(history.awaitPage(room, ANNA, "", last)))
                .containsExactly("first", "meanwhile");
    }

    @Test
    void catchesUpWholeWhenTheStoreComesBack() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        history.awaitPage(room, ANNA, "", service.post(room, ANNA, "m0"));

        service.mongo.stop();
        List<String> said = new ArrayList<>(List.of("m0"));
        for (int i = 1; i < 300; i++) {
            said.add("m" + i);
            service.post(room, ANNA, "m" + i);
        }
        history.get(room, ANNA, "")
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("service-unavailable");
        service.mongo.start();
        Appended last = service.post(room, ANNA, "last");
        said.add("last");

        history.awaitPage(room, ANNA, "", last);

        assertThat(history.walk(room, ANNA)).isEqualTo(said);
    }
}
