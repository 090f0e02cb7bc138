package dev.roomlog.message.mongo;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.ChangePlace;
import dev.roomlog.message.Message;
import dev.roomlog.message.Messages;
import dev.roomlog.message.Placed;
import dev.roomlog.message.Write;
import dev.roomlog.projection.StoreSetup;

import org.bson.Document;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

final class MongoMessages implements Messages, StoreSetup {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> deletedRooms;

    MongoMessages(MongoDatabase database) {
        this.messages = database.getCollection("messages");
        this.deletedRooms = database.getCollection("deletedRooms");
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
                                                new Document("room", 1)
                                                        .append("lastChange", 1)
                                                        .append("position", 1)),
                                        new IndexModel(
                                                new Document("room", 1)
                                                        .append("replyTo", 1)
                                                        .append("position", 1),
                                                // Most messages answer none.
                                                new IndexOptions()
                                                        .partialFilterExpression(
                                                                new Document(
                                                                        "replyTo",
                                                                        new Document(
                                                                                "$exists",
                                                                                true)))))))
                .then();
    }

    @Override
    public Mono<Void> apply(Write write) {
        return switch (write) {
            case Write.Entries entries -> apply(entries.entries());
            case Write.DropRoom drop ->
                    // Noted first: from then on nothing is stored that would have to be dropped.
                    Mono.from(
                                    deletedRooms.updateOne(
                                            new Document("_id", drop.room().toString()),
                                            new Document(
                                                    "$setOnInsert",
                                                    new Document(
                                                            "position", drop.position().value())),
                                            UPSERT))
                            .then(Mono.from(messages.deleteMany(in(drop.room()))))
                            .then();
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

    private Mono<Void> apply(List<Write.Entry> entries) {
        return deletedAmong(entries)
                .flatMap(deleted -> {
                    List<WriteModel<Document>> updates =
                            updatesOf(
                                    entries.stream()
                                            .filter(entry ->
                                                    !deleted.contains(entry.room().toString()))
                                            .toList());
                    return updates.isEmpty()
                            ? Mono.empty()
                            : Mono.from(messages.bulkWrite(updates, UNORDERED));
                })
                .then();
    }

    /** An edge may have accepted a message just before it heard that the room is gone. */
    private Mono<Set<String>> deletedAmong(List<Write.Entry> entries) {
        Set<String> rooms =
                entries.stream().map(entry -> entry.room().toString()).collect(toUnmodifiableSet());
        return Flux.from(deletedRooms.find(new Document("_id", new Document("$in", rooms))))
                .map(found -> found.getString("_id"))
                .collect(toUnmodifiableSet());
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
        return find(room, above(position), 1, limit);
    }

    @Override
    public Mono<Message> byId(RoomId room, MessageId id) {
        return Mono.from(
                        messages.find(
                                        new Document("_id", id.toString())
                                                .append("room", room.toString()))
                                .first())
                .map(MessageDocuments::messageOf);
    }

    @Override
    public Flux<Message> repliesTo(RoomId room, MessageId id, Position position, int limit) {
        return find(
                in(room).append("replyTo", id.toString()).append("position", above(position)),
                new Document("position", 1),
                limit);
    }

    @Override
    public Flux<Message> changedAfter(RoomId room, ChangePlace place, int limit) {
        Flux<Message> ofSameChange =
                find(
                        changedIn(room)
                                .append("lastChange", place.change().value())
                                .append("position", above(place.message())),
                        new Document("position", 1),
                        limit);
        Flux<Message> ofLaterOnes =
                find(
                        changedIn(room).append("lastChange", above(place.change())),
                        new Document("lastChange", 1).append("position", 1),
                        limit);
        return ofSameChange.concatWith(ofLaterOnes).take(limit);
    }

    /** A message that was never changed was last changed where it was said. */
    private static Document changedIn(RoomId room) {
        return in(room).append("$expr", new Document("$gt", List.of("$lastChange", "$position")));
    }

    private Flux<Message> find(RoomId room, Document positions, int direction, int limit) {
        return find(
                in(room).append("position", positions), new Document("position", direction), limit);
    }

    private Flux<Message> find(Document filter, Document order, int limit) {
        return Flux.from(messages.find(filter).sort(order).limit(limit))
                .map(MessageDocuments::messageOf);
    }

    @Override
    public Flux<Placed> withIds(Collection<MessageId> ids) {
        return placed(new Document("_id", in(ids.stream().map(MessageId::toString))));
    }

    @Override
    public Flux<Placed> at(RoomId room, Collection<Position> positions) {
        return placed(in(room).append("position", in(positions.stream().map(Position::value))));
    }

    private Flux<Placed> placed(Document which) {
        return Flux.from(messages.find(which).projection(MessageDocuments.PLACE))
                .map(MessageDocuments::placedOf);
    }

    private static Document in(Stream<?> values) {
        return new Document("$in", values.toList());
    }

    private static Document in(RoomId room) {
        return new Document("room", room.toString());
    }

    private static Document before(RoomId room, Position position) {
        return in(room).append("position", below(position));
    }

    private static Document above(Position position) {
        return new Document("$gt", position.value());
    }

    private static Document below(Position position) {
        return new Document("$lt", position.value());
    }
}
