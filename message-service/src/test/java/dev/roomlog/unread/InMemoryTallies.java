package dev.roomlog.unread;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The port's meaning in its plainest form. */
final class InMemoryTallies implements Tallies {

    private final Map<RoomId, RoomTally> rooms = new HashMap<>();
    private final Map<RoomKey, MemberTally> members = new HashMap<>();

    @Override
    public Mono<Void> advance(Collection<ReadMarker> markers) {
        return Mono.fromRunnable(() ->
                markers.forEach(marker -> {
                    MemberTally now =
                            members.getOrDefault(marker.key(), MemberTally.none(marker.key()));
                    Position read =
                            marker.position().isAfter(now.read()) ? marker.position() : now.read();
                    members.put(
                            marker.key(),
                            new MemberTally(marker.key(), read, now.upTo(), now.mentions()));
                }));
    }

    @Override
    public Mono<Void> store(List<Moved<RoomTally>> movedRooms, List<Moved<MemberTally>> moved) {
        return Mono.fromRunnable(() -> {
            moved.forEach(this::storeMember);
            movedRooms.forEach(this::storeRoom);
        });
    }

    private void storeMember(Moved<MemberTally> moved) {
        MemberTally to = moved.to();
        MemberTally now = members.getOrDefault(to.key(), MemberTally.none(to.key()));
        requireAsRead(moved.from(), now.upTo());
        members.put(to.key(), new MemberTally(to.key(), now.read(), to.upTo(), to.mentions()));
    }

    private void storeRoom(Moved<RoomTally> moved) {
        RoomId room = moved.to().room();
        requireAsRead(moved.from(), rooms.getOrDefault(room, RoomTally.none(room)).upTo());
        rooms.put(room, moved.to());
    }

    private static void requireAsRead(Position read, Position now) {
        if (!read.equals(now)) {
            throw new IllegalStateException("somebody else has stored something since");
        }
    }

    @Override
    public Mono<Void> drop(RoomId room) {
        return Mono.fromRunnable(() -> {
            rooms.remove(room);
            members.keySet().removeIf(key -> key.room().equals(room));
        });
    }

    @Override
    public Flux<RoomTally> rooms(Collection<RoomId> which) {
        return Flux.fromIterable(which).mapNotNull(rooms::get);
    }

    @Override
    public Flux<MemberTally> members(Collection<RoomKey> keys) {
        return Flux.fromIterable(keys).mapNotNull(members::get);
    }

    @Override
    public Flux<MemberTally> mentionedAt(RoomId room, Collection<Position> positions) {
        return mentionedIn(room)
                .filter(each -> each.mentions().positions().stream().anyMatch(positions::contains));
    }

    @Override
    public Flux<MemberTally> mentionedIn(RoomId room) {
        return Flux.fromStream(() -> members.values().stream().toList().stream())
                .filter(each -> each.key().room().equals(room))
                .filter(each -> !each.mentions().positions().isEmpty());
    }
}
