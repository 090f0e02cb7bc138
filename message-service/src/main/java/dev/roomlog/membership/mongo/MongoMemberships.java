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
import dev.roomlog.projection.StoreSetup;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

final class MongoMemberships implements Memberships, StoreSetup {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    /** How many documents one round of a migration changes. */
    private static final int AT_ONCE = 1_000;

    private final MongoCollection<Document> rooms;
    private final MongoCollection<Document> memberships;

    MongoMemberships(MongoDatabase database) {
        this.rooms = database.getCollection("rooms");
        this.memberships = database.getCollection("memberships");
    }

    /** Documents of release 0.1.0 do not name the member but in their ID. */
    @Override
    public Mono<Void> prepare() {
        var byMember = new Document("member", 1).append("inRoom", 1).append("room", 1);
        return Mono.from(memberships.createIndex(byMember))
                .thenMany(Mono.defer(this::nameSome).repeat())
                .takeUntil(named -> named == 0)
                .then();
    }

    private Mono<Integer> nameSome() {
        return Flux.from(memberships.find(new Document("member", null)).limit(AT_ONCE))
                .map(found -> keyOf(found.getString("_id")))
                .map(key ->
                        new UpdateOneModel<Document>(
                                new Document("_id", key.toString()),
                                new Document("$set", fieldsOf(key))))
                .collectList()
                .flatMap(updates -> write(memberships, updates).thenReturn(updates.size()));
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
                                        RoomKey.of(state.room(), state.member()).toString(),
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
        return fieldsOf(RoomKey.of(membership.room(), membership.member()))
                .append("inRoom", membership.inRoom())
                .append("accountActive", membership.accountActive())
                .append(
                        "tokensNotBefore",
                        membership.tokensNotBefore() == null
                                ? null
                                : Date.from(membership.tokensNotBefore()))
                .append("version", membership.version());
    }

    private static Document fieldsOf(RoomKey key) {
        return new Document("room", key.room().toString())
                .append("member", Objects.requireNonNull(key.member()).value());
    }

    @Override
    public Mono<KnownRoom> room(RoomId room) {
        return rooms(List.of(room)).next();
    }

    @Override
    public Mono<Membership> membership(RoomId room, MemberId member) {
        return memberships(List.of(RoomKey.of(room, member))).next();
    }

    @Override
    public Flux<KnownRoom> rooms(Collection<RoomId> which) {
        return Flux.from(rooms.find(ids(which)))
                .map(found ->
                        new KnownRoom(
                                RoomId.of(found.getString("_id")),
                                found.getBoolean("active"),
                                found.getBoolean("public"),
                                found.getLong("version")));
    }

    @Override
    public Flux<Membership> memberships(Collection<RoomKey> keys) {
        return Flux.from(memberships.find(ids(keys))).map(MongoMemberships::membershipOf);
    }

    @Override
    public Flux<Membership> ofMember(MemberId member, @Nullable RoomId after, int limit) {
        Document mine = new Document("member", member.value()).append("inRoom", true);
        if (after != null) {
            mine.append("room", new Document("$gt", after.toString()));
        }
        return Flux.from(memberships.find(mine).sort(new Document("room", 1)).limit(limit))
                .map(MongoMemberships::membershipOf);
    }

    @Override
    public Mono<Membership> anyOf(MemberId member) {
        return Mono.from(memberships.find(new Document("member", member.value())).first())
                .map(MongoMemberships::membershipOf);
    }

    private static Document ids(Collection<?> ids) {
        List<String> wanted = ids.stream().map(Object::toString).toList();
        return new Document("_id", new Document("$in", wanted));
    }

    private static Membership membershipOf(Document found) {
        RoomKey key = keyOf(found.getString("_id"));
        Date tokensNotBefore = found.getDate("tokensNotBefore");
        return new Membership(
                key.room(),
                Objects.requireNonNull(key.member()),
                found.getBoolean("inRoom"),
                found.getBoolean("accountActive"),
                tokensNotBefore == null ? null : tokensNotBefore.toInstant(),
                found.getLong("version"));
    }

    private static RoomKey keyOf(String id) {
        return RoomKey.parse(id.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    }
}
