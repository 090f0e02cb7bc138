package dev.roomlog.unread.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.projection.StoreSetup;
import dev.roomlog.unread.MemberTally;
import dev.roomlog.unread.ReadMarker;
import dev.roomlog.unread.RoomTally;
import dev.roomlog.unread.Tallies;

import org.bson.Document;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;

final class MongoTallies implements Tallies, StoreSetup {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> rooms;
    private final MongoCollection<Document> members;

    MongoTallies(MongoDatabase database) {
        this.rooms = database.getCollection("unreadRooms");
        this.members = database.getCollection("readMarkers");
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.from(members.createIndex(new Document("room", 1).append("mentions", 1))).then();
    }

    @Override
    public Mono<Void> advance(Collection<ReadMarker> markers) {
        return write(members, markers.stream().map(MongoTallies::advancing).toList());
    }

    private static UpdateOneModel<Document> advancing(ReadMarker marker) {
        return new UpdateOneModel<>(
                new Document("_id", marker.key().toString()),
                new Document("$max", new Document("read", marker.position().value()))
                        .append(
                                "$setOnInsert",
                                room(marker.key())
                                        .append("upTo", 0L)
                                        .append("mentions", List.of())),
                UPSERT);
    }

    @Override
    public Mono<Void> store(List<Moved<RoomTally>> movedRooms, List<Moved<MemberTally>> moved) {
        return write(members, moved.stream().map(MongoTallies::counted).toList())
                .then(write(rooms, movedRooms.stream().map(MongoTallies::countedRoom).toList()));
    }

    private static UpdateOneModel<Document> countedRoom(Moved<RoomTally> moved) {
        return new UpdateOneModel<>(
                asRead(moved.to().room(), moved.from()),
                new Document("$set", TallyDocuments.fieldsOf(moved.to())),
                UPSERT);
    }

    private static UpdateOneModel<Document> counted(Moved<MemberTally> moved) {
        RoomKey key = moved.to().key();
        return new UpdateOneModel<>(
                asRead(key, moved.from()),
                new Document("$set", TallyDocuments.fieldsOf(moved.to()))
                        .append("$setOnInsert", room(key).append("read", 0L)),
                UPSERT);
    }

    private static Document asRead(Object id, Position upTo) {
        return new Document("_id", id.toString()).append("upTo", upTo.value());
    }

    private static Document room(RoomKey key) {
        return new Document("room", key.room().toString());
    }

    private static Mono<Void> write(
            MongoCollection<Document> to, List<UpdateOneModel<Document>> updates) {
        List<? extends WriteModel<Document>> writes = updates;
        return updates.isEmpty() ? Mono.empty() : Mono.from(to.bulkWrite(writes, UNORDERED)).then();
    }

    @Override
    public Mono<Void> drop(RoomId room) {
        return Mono.from(members.deleteMany(in(room)))
                .then(Mono.from(rooms.deleteOne(new Document("_id", room.toString()))))
                .then();
    }

    @Override
    public Flux<RoomTally> rooms(Collection<RoomId> which) {
        return Flux.from(rooms.find(ids(which))).map(TallyDocuments::roomOf);
    }

    @Override
    public Flux<MemberTally> members(Collection<RoomKey> keys) {
        return found(ids(keys));
    }

    @Override
    public Flux<MemberTally> mentionedAt(RoomId room, Collection<Position> positions) {
        var any = new Document("$in", TallyDocuments.values(positions));
        return found(in(room).append("mentions", any));
    }

    @Override
    public Flux<MemberTally> mentionedIn(RoomId room) {
        return found(in(room).append("mentions", new Document("$gt", 0L)));
    }

    private Flux<MemberTally> found(Document which) {
        return Flux.from(members.find(which)).map(TallyDocuments::memberOf);
    }

    private static Document in(RoomId room) {
        return new Document("room", room.toString());
    }

    private static Document ids(Collection<?> ids) {
        return new Document(
                "_id", new Document("$in", ids.stream().map(Object::toString).toList()));
    }
}
