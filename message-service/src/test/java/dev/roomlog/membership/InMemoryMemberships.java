package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The port's meaning in its plainest form. */
final class InMemoryMemberships implements Memberships {

    private final Map<RoomId, KnownRoom> rooms = new ConcurrentHashMap<>();
    private final Map<RoomKey, Membership> memberships = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> applyRooms(Collection<KnownRoom> states) {
        return Mono.fromRunnable(() ->
                states.forEach(state ->
                        rooms.merge(
                                state.room(),
                                state,
                                (old, now) -> now.version() > old.version() ? now : old)));
    }

    @Override
    public Mono<Void> applyMemberships(Collection<Membership> states) {
        return Mono.fromRunnable(() ->
                states.forEach(state ->
                        memberships.merge(
                                RoomKey.of(state.room(), state.member()),
                                state,
                                (old, now) -> now.version() > old.version() ? now : old)));
    }

    @Override
    public Mono<KnownRoom> room(RoomId room) {
        return Mono.defer(() -> Mono.justOrEmpty(rooms.get(room)));
    }

    @Override
    public Mono<Membership> membership(RoomId room, MemberId member) {
        return Mono.defer(() -> Mono.justOrEmpty(memberships.get(RoomKey.of(room, member))));
    }
}
