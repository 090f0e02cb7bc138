package dev.roomlog.membership.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.Memberships;

import org.bson.Document;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

final class MongoMemberships implements Memberships {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> rooms;
    private final MongoCollection<Document> memberships;

    MongoMemberships(MongoDatabase database) {
        this.rooms = database.getCollection("rooms");
        this.memberships = database.getCollection("memberships");
    }

    @Override
    public Mono<Void> applyRooms(Collection<KnownRoom> states) {
        return write(
                rooms,
                states.stream()
                        .flatMap(room ->
                                updates(room.room().toString(), room.version(), fieldsOf(room)))
                        .toList());
    }

    @Override
    public Mono<Void> applyMemberships(Collection<Membership> states) {
        return write(
                memberships,
                states.stream()
                        .flatMap(state ->
                                updates(
                                        id(state.room(), state.member()),
                                        state.version(),
                                        fieldsOf(state)))
                        .toList());
    }

    private static Mono<Void> write(
            MongoCollection<Document> to, List<UpdateOneModel<Document>> updates) {
        List<? extends WriteModel<Document>> writes = updates;
        return updates.isEmpty() ? Mono.empty() : Mono.from(to.bulkWrite(writes, UNORDERED)).then();
    }

    private static Stream<UpdateOneModel<Document>> updates(
            String id, long version, Document fields) {
        return Stream.of(
                new UpdateOneModel<>(
                        new Document("_id", id), new Document("$setOnInsert", fields), UPSERT),
                new UpdateOneModel<>(
                        new Document("_id", id).append("version", new Document("$lt", version)),
                        new Document("$set", fields)));
    }

    private static Document fieldsOf(KnownRoom room) {
        return new Document("active", room.active())
                .append("public", room.isPublic())
                .append("version", room.version());
    }

    /** Also what is absent is written: an older state may have had it. */
    private static Document fieldsOf(Membership membership) {
        return new Document("inRoom", membership.inRoom())
                .append("accountActive", membership.accountActive())
                .append(
                        "tokensNotBefore",
                        membership.tokensNotBefore() == null
                                ? null
                                : Date.from(membership.tokensNotBefore()))
                .append("version", membership.version());
    }

    @Override
    public Mono<KnownRoom> room(RoomId room) {
        return Mono.from(rooms.find(new Document("_id", room.toString())).first())
                .map(found ->
                        new KnownRoom(
                                room,
                                found.getBoolean("active"),
                                found.getBoolean("public"),
                                found.getLong("version")));
    }

    @Override
    public Mono<Membership> membership(RoomId room, MemberId member) {
        return Mono.from(memberships.find(new Document("_id", id(room, member))).first())
                .map(found -> membershipOf(room, member, found));
    }

    private static Membership membershipOf(RoomId room, MemberId member, Document found) {
        Date tokensNotBefore = found.getDate("tokensNotBefore");
        return new Membership(
                room,
                member,
                found.getBoolean("inRoom"),
                found.getBoolean("accountActive"),
                tokensNotBefore == null ? null : tokensNotBefore.toInstant(),
                found.getLong("version"));
    }

    private static String id(RoomId room, MemberId member) {
        return new String(RoomKey.of(room, member).toBytes(), StandardCharsets.US_ASCII);
    }
}
