package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

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
}
