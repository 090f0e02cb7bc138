package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The port's meaning in its plainest form. */
public final class InMemoryMemberships implements Memberships {

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

    @Override
    public Flux<KnownRoom> rooms(Collection<RoomId> which) {
        return Flux.fromIterable(which).mapNotNull(rooms::get);
    }

    @Override
    public Flux<Membership> memberships(Collection<RoomKey> keys) {
        return Flux.fromIterable(keys).mapNotNull(memberships::get);
    }

    @Override
    public Flux<Membership> ofMember(MemberId member, @Nullable RoomId after, int limit) {
        return of(member)
                .filter(Membership::inRoom)
                .filter(each ->
                        after == null || each.room().toString().compareTo(after.toString()) > 0)
                .sort(Comparator.comparing(each -> each.room().toString()))
                .take(limit);
    }

    @Override
    public Mono<Membership> anyOf(MemberId member) {
        return of(member).next();
    }

    private Flux<Membership> of(MemberId member) {
        return Flux.fromStream(() -> memberships.values().stream())
                .filter(each -> each.member().equals(member));
    }
}
