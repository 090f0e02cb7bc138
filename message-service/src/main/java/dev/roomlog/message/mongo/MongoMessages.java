package dev.roomlog.message.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.Message;
import dev.roomlog.message.Messages;
import dev.roomlog.message.Write;
import dev.roomlog.projection.StoreSetup;

import org.bson.Document;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

final class MongoMessages implements Messages, StoreSetup {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> messages;

    MongoMessages(MongoDatabase database) {
        this.messages = database.getCollection("messages");
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.from(
                        messages.createIndexes(
                                List.of(
                                        new IndexModel(
                                                new Document("room", 1).append("position", 1),
                                                new IndexOptions().unique(true)),
                                        new IndexModel(
                                                new Document("room", 1).append("lastChange", 1)))))
                .then();
    }

    @Override
    public Mono<Void> apply(Write write) {
        return switch (write) {
            case Write.Entries entries ->
                    Mono.from(messages.bulkWrite(updatesOf(entries.entries()), UNORDERED)).then();
            case Write.DropRoom drop ->
                    Mono.from(messages.deleteMany(before(drop.room(), drop.position()))).then();
            case Write.EraseAuthor erase ->
                    Mono.from(
                                    messages.updateMany(
                                            before(erase.room(), erase.position())
                                                    .append("sender", erase.author().value())
                                                    .append("deleted", false),
                                            MessageDocuments.erasing(erase.position())))
                            .then();
        };
    }

    /**
     * Any order will do: a message inserted carries its changes, so the second update misses it.
     */
    private static List<WriteModel<Document>> updatesOf(List<Write.Entry> entries) {
        List<WriteModel<Document>> updates = new ArrayList<>();
        for (Write.Entry entry : entries) {
            Document id = new Document("_id", entry.id().toString());
            if (entry.posted() != null) {
                Document first = MessageDocuments.fieldsOf(entry.posted());
                updates.add(new UpdateOneModel<>(id, new Document("$setOnInsert", first), UPSERT));
            }
            if (entry.change() != null) {
                Document changeable =
                        new Document(id)
                                .append("room", entry.room().toString())
                                .append("deleted", false)
                                .append("lastChange", below(entry.change().upTo()));
                updates.add(
                        new UpdateOneModel<>(
                                changeable, MessageDocuments.updateOf(entry.change())));
            }
        }
        return updates;
    }

    @Override
    public Flux<Message> upTo(RoomId room, Position position, int limit) {
        return find(room, new Document("$lte", position.value()), -1, limit);
    }

    @Override
    public Flux<Message> after(RoomId room, Position position, int limit) {
        return find(room, new Document("$gt", position.value()), 1, limit);
    }

    private Flux<Message> find(RoomId room, Document positions, int direction, int limit) {
        return Flux.from(
                        messages.find(
                                        new Document("room", room.toString())
                                                .append("position", positions))
                                .sort(new Document("position", direction))
                                .limit(limit))
                .map(MessageDocuments::messageOf);
    }

    private static Document before(RoomId room, Position position) {
        return new Document("room", room.toString()).append("position", below(position));
    }

    private static Document below(Position position) {
        return new Document("$lt", position.value());
    }
}
