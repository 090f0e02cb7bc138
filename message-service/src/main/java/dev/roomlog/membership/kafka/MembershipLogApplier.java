package dev.roomlog.membership.kafka;

import dev.roomlog.events.RoomId;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.MembershipChanges;
import dev.roomlog.membership.Memberships;
import dev.roomlog.projection.kafka.BatchApplier;
import dev.roomlog.projection.kafka.DeadLetters;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class MembershipLogApplier implements BatchApplier {

    private record Dead(ConsumerRecord<byte[], byte[]> record, String cause) {}

    private record MembershipKey(RoomId room, String member) {}

    private final Memberships memberships;
    private final MembershipChanges changes;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;

    MembershipLogApplier(
            Memberships memberships,
            MembershipChanges changes,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.memberships = memberships;
        this.changes = changes;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public Mono<Void> apply(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<RoomId, KnownRoom> rooms = new HashMap<>();
        Map<MembershipKey, Membership> members = new HashMap<>();
        List<Dead> dead = new ArrayList<>();
        int unknown = 0;
        for (ConsumerRecord<byte[], byte[]> each : records) {
            switch (MembershipRecord.of(each)) {
                case MembershipRecord.OfRoom(KnownRoom room) ->
                        rooms.merge(room.room(), room, MembershipLogApplier::newer);
                case MembershipRecord.OfMembership(Membership membership) ->
                        members.merge(
                                new MembershipKey(membership.room(), membership.member().value()),
                                membership,
                                MembershipLogApplier::newer);
                case MembershipRecord.Malformed malformed ->
                        dead.add(new Dead(each, malformed.cause()));
                case MembershipRecord.Unknown _ -> unknown++;
            }
        }
        meters.counter("roomlog.records.unknown", "topic", records.getFirst().topic())
                .increment(unknown);
        Set<RoomId> touched = new HashSet<>(rooms.keySet());
        members.keySet().forEach(key -> touched.add(key.room()));
        return memberships
                .applyRooms(rooms.values())
                .then(memberships.applyMemberships(members.values()))
                .doOnSuccess(_ -> touched.forEach(changes::changed))
                .thenMany(Flux.fromIterable(dead))
                .concatMap(each -> deadLetters.put(each.record(), each.cause()))
                .then();
    }

    private static KnownRoom newer(KnownRoom one, KnownRoom other) {
        return other.version() > one.version() ? other : one;
    }

    private static Membership newer(Membership one, Membership other) {
        return other.version() > one.version() ? other : one;
    }
}
