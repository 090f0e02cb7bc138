package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReadMarker;
import dev.roomlog.events.v1.RoomKind;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadIT {

    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");
    private static final Duration SOON = Duration.ofSeconds(40);

    private ServiceUnderTest service;
    private UnreadClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        service = new ServiceUnderTest(folder);
        client = new UnreadClient(service);
        service.createTopics();
        service.start();
        service.awaitReady();
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    void countsWhatIsSaidAndLessOfItIsRead() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        post(room, "a");
        Appended second = post(room, "b", BEN);
        Appended third = post(room, "c", BEN, ANNA);

        awaitUnread(BEN, room, 3, 2, 0);
        awaitUnread(ANNA, room, 0, 0, position(third));
        assertThat(client.move(room, BEN, position(second)))
                .isEqualTo(new UnreadClient.Item(room, 1, 1, position(second)));
        assertThat(client.of(BEN, room))
                .isEqualTo(new UnreadClient.Item(room, 1, 1, position(second)));
        assertThat(client.move(room, BEN, 1).readPosition()).isEqualTo(position(second));
    }

    @Test
    void followsMarkersThatMovedElsewhere() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        Appended first = post(room, "a");
        Appended second = post(room, "b");
        Appended third = post(room, "c");
        awaitUnread(BEN, room, 3, 0, 0);

        markElsewhere(room, BEN, position(second));
        awaitUnread(BEN, room, 1, 0, position(second));
        markElsewhere(room, BEN, position(first));
        markElsewhere(room, ANNA, position(third));
        markElsewhere(room, BEN, position(third));

        awaitUnread(BEN, room, 0, 0, position(third));
    }

    @Test
    void whatComesLaterIsUnreadHoweverFarAMarkerReaches() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        Appended first = post(room, "a");
        awaitUnread(BEN, room, 1, 0, 0);

        assertThat(client.move(room, BEN, Position.MAX_VALUE))
                .isEqualTo(new UnreadClient.Item(room, 0, 0, position(first)));

        post(room, "b");
        await().atMost(SOON).until(() -> client.of(BEN, room).unread() == 1);
    }

    @Test
    void aDeletedMessageAndARepeatedOneDoNotCount() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        post(room, "a", BEN);
        post(room, "b", BEN);
        post(room, "b", BEN);
        awaitUnread(BEN, room, 2, 2, 0);

        delete(room, "a");

        awaitUnread(BEN, room, 1, 1, 0);
    }

    @Test
    void listsAllRoomsPageByPage() {
        MemberId many = new MemberId("many");
        List<RoomId> rooms = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            rooms.add(service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, many));
        }
        RoomId gone = rooms.removeLast();
        service.delete(gone);
        service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(client.walk(many, 2))
                                .containsExactlyInAnyOrderElementsOf(
                                        rooms.stream()
                                                .map(room -> new UnreadClient.Item(room, 0, 0, 0))
                                                .toList()));
        assertThat(client.walk(many, 200)).isEqualTo(client.walk(many, 1));
        assertThat(client.walk(new MemberId("nobody"), 50)).isEmpty();
    }

    @Test
    void refusesWhoMayNotAndWhatCannotBe() {
        RoomId secret = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA);
        RoomId open = service.room(RoomKind.ROOM_KIND_PUBLIC, ANNA);
        awaitUnread(ANNA, open, 0, 0, 0);

        HistoryClient.assertProblem(client.put(secret, BEN, "{\"position\":1}"), 404, "not-found");
        HistoryClient.assertProblem(
                client.put(RoomId.random(), BEN, "{\"position\":1}"), 404, "not-found");
        HistoryClient.assertProblem(client.put(open, BEN, "{\"position\":1}"), 403, "not-a-member");
        HistoryClient.assertProblem(
                client.put(open, ANNA, "{\"position\":-1}"), 400, "invalid-position");
        HistoryClient.assertProblem(client.put(open, ANNA, "{"), 400, "invalid-request");
        HistoryClient.assertProblem(client.put(open, ANNA, ""), 400, "invalid-request");
        HistoryClient.assertProblem(client.get(ANNA, "?limit=201"), 400, "invalid-request");
        HistoryClient.assertProblem(
                service.http().get().uri("/api/unread").exchange(), 401, "unauthorized");
    }

    @Test
    void refusesTokensThatAreVoidAndErasedAccounts() {
        MemberId out = new MemberId("out");
        MemberId erased = new MemberId("erased");
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, out, erased);
        awaitUnread(out, room, 0, 0, 0);

        service.signOut(room, out, Instant.now().plusSeconds(60));
        service.erase(room, erased);

        for (MemberId each : List.of(out, erased)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            HistoryClient.assertProblem(client.get(each, ""), 401, "unauthorized"));
        }
    }

    @Test
    void isTheSameWhenAllTopicsAreReadAgain() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        Appended first = post(room, "a", BEN);
        for (int i = 0; i < 9; i++) {
            post(room, "m" + i, BEN);
        }
        post(room, "a", BEN);
        delete(room, "m3");
        awaitUnread(BEN, room, 9, 9, 0);
        client.move(room, BEN, position(first));

        service.stop();
        forget("appliedOffsets");
        service.start();
        awaitAllApplied();
        awaitUnread(BEN, room, 8, 8, position(first));

        service.stop();
        Stream.of("appliedOffsets", "readMarkers", "unreadRooms").forEach(this::forget);
        service.start();
        awaitAllApplied();
        awaitUnread(BEN, room, 8, 8, position(first));
    }

    @Test
    void keepsNoMoreForMoreMessages() {
        RoomId room = service.room(RoomKind.ROOM_KIND_PRIVATE, ANNA, BEN);
        for (int i = 0; i < 250; i++) {
            post(room, "m" + i, BEN, new MemberId("made-up-" + i));
        }
        awaitUnread(BEN, room, 100, 100, 0);

        Document ofRoom = find("unreadRooms", new Document("_id", room.toString())).getFirst();
        List<Document> ofMembers = find("readMarkers", new Document("room", room.toString()));
        assertThat(ofRoom.getList("messages", Long.class)).hasSize(100);
        assertThat(ofRoom.getList("strays", Document.class)).hasSize(100);
        assertThat(ofMembers)
                .hasSize(2)
                .allMatch(each -> each.getList("mentions", Long.class).size() <= 100);
    }

    private List<Document> find(String collection, Document which) {
        try (MongoClient mongo = service.mongo.client()) {
            var found = mongo.getDatabase("roomlog").getCollection(collection).find(which);
            return Objects.requireNonNull(Flux.from(found).collectList().block(SOON));
        }
    }

    private void awaitAllApplied() {
        service.awaitReady();
        await().atMost(SOON).until(() -> service.lag() == 0);
    }

    private void forget(String collection) {
        try (MongoClient mongo = service.mongo.client()) {
            Mono.from(
                            mongo.getDatabase("roomlog")
                                    .getCollection(collection)
                                    .deleteMany(new Document()))
                    .block(SOON);
        }
    }

    private void awaitUnread(MemberId member, RoomId room, int unread, int mentions, long read) {
        var expected = new UnreadClient.Item(room, unread, mentions, read);
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.of(member, room)).isEqualTo(expected));
    }

    private Appended post(RoomId room, String name, MemberId... mentions) {
        MessagePosted posted =
                MessagePosted.newBuilder()
                        .setMessageId(id(room, name).toBytes())
                        .setSenderId(ANNA.value())
                        .setClientMessageId(name)
                        .setText("text")
                        .addAllMentions(Stream.of(mentions).map(MemberId::value).toList())
                        .build();
        return send(room, MessageEvent.newBuilder().setPosted(posted).build());
    }

    private void delete(RoomId room, String name) {
        MessageDeleted deleted =
                MessageDeleted.newBuilder()
                        .setMessageId(id(room, name).toBytes())
                        .setDeletedBy(ANNA.value())
                        .build();
        send(room, MessageEvent.newBuilder().setDeleted(deleted).build());
    }

    private Appended send(RoomId room, MessageEvent event) {
        return service.send(service.message(room, event));
    }

    private static MessageId id(RoomId room, String name) {
        return MessageId.derive(room, ANNA, new ClientMessageId(name));
    }

    /** As an edge does. */
    private void markElsewhere(RoomId room, MemberId member, long position) {
        ReadMarker marker = ReadMarker.newBuilder().setPosition(position).build();
        service.send(OutgoingEvent.read(room, member, marker));
    }

    private static long position(Appended appended) {
        return Position.of(1, appended.offset()).value();
    }
}
