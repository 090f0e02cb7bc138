package dev.roomlog.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import de.bwaldvogel.mongo.MongoServer;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

class IndexedQueriesTest {

    private final MVStore store = new MVStore.Builder().autoCommitDisabled().open();
    private final MongoServer server = new MongoServer(new DurableBackend(store));
    private MongoClient client;
    private MongoCollection<Document> messages;

    @BeforeEach
    void connect() {
        client = MongoClients.create(server.bindAndGetConnectionString());
        messages = client.getDatabase("chat").getCollection("messages");
        messages.createIndex(Indexes.ascending("room", "position"));
        messages.createIndex(Indexes.ascending("room", "lastChange"));
    }

    @AfterEach
    void close() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void answersEveryMixOfEqualityRangeOrderAndLimitAsAFullScanWould() {
        Random random = new Random(7);
        List<Document> all = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            all.add(
                    new Document("_id", "m" + i)
                            .append("room", "r" + random.nextInt(5))
                            .append("position", number(random, i))
                            .append("lastChange", (long) random.nextInt(100)));
        }
        messages.insertMany(all);

        for (int round = 0; round < 400; round++) {
            String room = "r" + random.nextInt(6);
            long low = random.nextInt(800);
            long high = low + random.nextInt(200);
            boolean down = random.nextBoolean();
            int limit = random.nextInt(30);
            Bson filter =
                    switch (round % 4) {
                        case 0 ->
                                new Document("room", room)
                                        .append("position", new Document("$gt", low));
                        case 1 ->
                                Filters.and(
                                        Filters.eq("room", room), Filters.lte("position", high));
                        case 2 ->
                                Filters.and(
                                        Filters.in("room", room, "r1"),
                                        Filters.gte("position", low),
                                        Filters.lt("position", high));
                        default ->
                                Filters.and(
                                        Filters.eq("room", room),
                                        Filters.gt("position", low),
                                        Filters.ne("lastChange", 5L));
                    };
            int kind = round % 4;
            Predicate<Document> model =
                    document -> {
                        double position = document.get("position", Number.class).doubleValue();
                        boolean inRoom = document.getString("room").equals(room);
                        return switch (kind) {
                            case 0 -> inRoom && position > low;
                            case 1 -> inRoom && position <= high;
                            case 2 ->
                                    (inRoom || document.getString("room").equals("r1"))
                                            && position >= low
                                            && position < high;
                            default ->
                                    inRoom && position > low && document.getLong("lastChange") != 5;
                        };
                    };
            Comparator<Document> order =
                    Comparator.comparingDouble(
                            document -> document.get("position", Number.class).doubleValue());
            List<Document> expected =
                    all.stream()
                            .filter(model)
                            .sorted(down ? order.reversed() : order)
                            .limit(limit == 0 ? Long.MAX_VALUE : limit)
                            .toList();

            List<Document> found =
                    messages.find(filter)
                            .sort(down ? Sorts.descending("position") : Sorts.ascending("position"))
                            .limit(limit)
                            .into(new ArrayList<>());

            assertThat(found).as("round %s: %s", round, filter).isEqualTo(expected);
        }
    }

    @Test
    void keepsIndexesTrueThroughUpdatesAndDeletes() {
        for (int i = 0; i < 100; i++) {
            messages.insertOne(
                    new Document("_id", i).append("room", "a").append("position", (long) i));
        }

        messages.updateMany(Filters.lt("position", 50L), Updates.set("room", "b"));
        messages.updateOne(Filters.eq("_id", 3), Updates.set("position", 1_000L));
        messages.deleteMany(
                Filters.and(
                        Filters.eq("room", "b"),
                        Filters.gte("position", 40L),
                        Filters.lt("position", 50L)));

        assertThat(messages.countDocuments(Filters.eq("room", "a"))).isEqualTo(50);
        assertThat(messages.countDocuments(Filters.eq("room", "b"))).isEqualTo(40);
        assertThat(
                        messages.find(Filters.eq("room", "b"))
                                .sort(Sorts.descending("position"))
                                .first())
                .containsEntry("_id", 3);
    }

    @Test
    void appliesAChangeOnlyWhereTheLastOneIsLower() {
        messages.insertOne(
                new Document("_id", "m").append("lastChange", 10L).append("text", "first"));

        long late = change("m", 10L, "late").getModifiedCount();
        long newer = change("m", 11L, "newer").getModifiedCount();

        assertThat(late).isZero();
        assertThat(newer).isOne();
        assertThat(messages.find(Filters.eq("_id", "m")).first()).containsEntry("text", "newer");
    }

    @Test
    void insertsTheNewOnesOfABulkWithDuplicatesAndCountsThemRight() {
        messages.insertOne(new Document("_id", "2"));
        List<Document> three =
                List.of(
                        new Document("_id", "1"),
                        new Document("_id", "2"),
                        new Document("_id", "3"));

        assertThatThrownBy(() -> messages.insertMany(three, new InsertManyOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        refused -> {
                            assertThat(refused.getWriteErrors())
                                    .singleElement()
                                    .returns(11000, error -> error.getCode());
                            assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
                        });
        assertThat(messages.countDocuments()).isEqualTo(3);
    }

    @Test
    void upsertsInBulkAndRefusesAnUpsertThatWouldOvertakeANewerChange() {
        messages.insertOne(new Document("_id", "m").append("lastChange", 10L));
        var upsert =
                new UpdateOneModel<Document>(
                        Filters.and(Filters.eq("_id", "m"), Filters.lt("lastChange", 5L)),
                        Updates.set("lastChange", 5L),
                        new UpdateOptions().upsert(true));

        assertThatThrownBy(() ->
                        messages.bulkWrite(
                                List.of(upsert, new InsertOneModel<>(new Document("_id", "n"))),
                                new BulkWriteOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        refused ->
                                assertThat(refused.getWriteErrors().getFirst().getCode())
                                        .isEqualTo(11000));
        assertThat(messages.countDocuments()).isEqualTo(2);
    }

    @Test
    void findsDocumentsByElementsOfAnIndexedArray() {
        messages.createIndex(Indexes.ascending("mentions"));
        messages.insertOne(new Document("_id", 1).append("mentions", List.of("ann", "bob")));
        messages.insertOne(new Document("_id", 2).append("mentions", List.of()));
        messages.insertOne(new Document("_id", 3).append("mentions", List.of("bob", "bob")));

        List<Object> ids =
                messages.find(Filters.eq("mentions", "bob"))
                        .map(found -> found.get("_id"))
                        .into(new ArrayList<>());
        messages.deleteOne(Filters.eq("_id", 2));

        assertThat(ids).containsExactlyInAnyOrder(1, 3);
        assertThat(
                        messages.find()
                                .sort(Sorts.ascending("mentions"))
                                .limit(5)
                                .into(new ArrayList<>()))
                .hasSize(2);
    }

    @Test
    void sparseIndexDoesNotHideDocumentsWithoutTheField() {
        messages.createIndex(Indexes.ascending("editedAt"), new IndexOptions().sparse(true));
        messages.insertOne(new Document("_id", 1).append("editedAt", 5));
        messages.insertOne(new Document("_id", 2));

        assertThat(
                        messages.find()
                                .sort(Sorts.ascending("editedAt"))
                                .limit(10)
                                .into(new ArrayList<>()))
                .hasSize(2);
        assertThat(messages.countDocuments(new Document("editedAt", null))).isOne();
        assertThat(messages.countDocuments(Filters.gt("editedAt", 1))).isOne();
    }

    @Test
    void answersHelloAsHealthChecksAskIt() {
        assertThat(client.getDatabase("admin").runCommand(new Document("hello", 1)))
                .containsEntry("isWritablePrimary", true);
    }

    private com.mongodb.client.result.UpdateResult change(String id, long position, String text) {
        return messages.updateOne(
                Filters.and(Filters.eq("_id", id), Filters.lt("lastChange", position)),
                Updates.combine(Updates.set("lastChange", position), Updates.set("text", text)));
    }

    /**
     * Positions of all the number types that compare with each other; unique, so that the order is
     * one.
     */
    private static Object number(Random random, int i) {
        return switch (random.nextInt(3)) {
            case 0 -> i;
            case 1 -> (long) i;
            default -> i + 0.5;
        };
    }
}
