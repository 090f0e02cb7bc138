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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

final class MongoMemberships implements Memberships, StoreSetup {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> rooms;
    private final MongoCollection<Document> memberships;

    MongoMemberships(MongoDatabase database) {
        this.rooms = database.getCollection("knownRooms");
        this.memberships = database.getCollection("roomMembers");
    }

    @Override
    public Mono<Void> prepare() {
        var byMember = new Document("member", 1).append("inRoom", 1).append("room", 1);
        return Mono.from(memberships.createIndex(byMember)).then();
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
                .append("kind", room.kind().name())
                .append("open", room.open())
                .append("slowModeSeconds", room.slowMode().toSeconds())
                .append("version", room.version());
    }

    /** Also what is absent is written: an older state may have had it. */
    private static Document fieldsOf(Membership membership) {
        Membership.Presence presence = membership.presence();
        boolean banned = presence instanceof Membership.Presence.Banned;
        Instant until = presence instanceof Membership.Presence.Banned(Instant end) ? end : null;
        return fieldsOf(RoomKey.of(membership.room(), membership.member()))
                .append("inRoom", membership.inRoom())
                .append("banned", banned)
                .append("bannedUntil", date(until))
                .append("accountActive", membership.accountActive())
                .append("tokensNotBefore", date(membership.tokensNotBefore()))
                .append("staff", membership.staff())
                .append("mutedUntil", date(membership.mutedUntil()))
                .append("version", membership.version());
    }

    private static Document fieldsOf(RoomKey key) {
        return new Document("room", key.room().toString())
                .append("member", Objects.requireNonNull(key.member()).value());
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
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
                                KnownRoom.Kind.valueOf(found.getString("kind")),
                                found.getBoolean("open"),
                                Duration.ofSeconds(found.getLong("slowModeSeconds")),
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
        return new Membership(
                key.room(),
                Objects.requireNonNull(key.member()),
                presenceOf(found),
                found.getBoolean("accountActive"),
                instant(found.getDate("tokensNotBefore")),
                found.getBoolean("staff"),
                instant(found.getDate("mutedUntil")),
                found.getLong("version"));
    }

    private static RoomKey keyOf(String id) {
        return RoomKey.parse(id.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    }

    private static Membership.Presence presenceOf(Document found) {
        if (found.getBoolean("inRoom")) {
            return new Membership.Presence.In();
        }
        return found.getBoolean("banned")
                ? new Membership.Presence.Banned(instant(found.getDate("bannedUntil")))
                : new Membership.Presence.Out();
    }
}
