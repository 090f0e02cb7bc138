package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;

/**
 * Rooms and memberships. {@code MembershipsContract}, in the tests, is what every implementation
 * keeps.
 */
public interface Memberships {

    /** Stores each where its version is higher than what is stored; may be repeated. */
    Mono<Void> applyRooms(Collection<KnownRoom> rooms);

    /** Stores each where its version is higher than what is stored; may be repeated. */
    Mono<Void> applyMemberships(Collection<Membership> memberships);

    Mono<KnownRoom> room(RoomId room);

    Mono<Membership> membership(RoomId room, MemberId member);

    /** Those that are known, in any order. */
    Flux<KnownRoom> rooms(Collection<RoomId> rooms);

    /**
     * Those that are known, whatever they say, in any order.
     *
     * @param keys each of a room and a member
     */
    Flux<Membership> memberships(Collection<RoomKey> keys);

    /**
     * The rooms a member is in, whatever became of the rooms, ascending by room.
     *
     * @param after the room after which to begin; null: with the first
     */
    Flux<Membership> ofMember(MemberId member, @Nullable RoomId after, int limit);

    /** One of a member's memberships, whatever it says; empty for one never in any room. */
    Mono<Membership> anyOf(MemberId member);
}
