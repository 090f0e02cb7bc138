package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Without a database. */
final class InMemoryRooms implements Rooms {

    private final Map<RoomId, Room> rooms = new HashMap<>();
    private final Map<RoomId, Map<MemberId, Membership>> memberships = new HashMap<>();

    @Override
    public Optional<Creation> create(Room room, List<Membership> all) {
        rooms.put(room.id(), room);
        all.forEach(membership -> put(room.id(), membership));
        return Optional.of(new Creation.Created(room));
    }

    @Override
    public Decision change(RoomId id, MemberId by, Function<RoomInChange, Decision> judgement) {
        Room room = rooms.get(id);
        if (room == null) {
            return new Decision.Refused(new RoomRejection.NotFound());
        }
        Decision decision = judgement.apply(new State(room));
        switch (decision) {
            case Decision.Changed(Membership changed) -> put(id, changed);
            case Decision.RoomChanged(Room changed) -> rooms.put(id, changed);
            case Decision.RoomDeleted() -> rooms.remove(id);
            case Decision.Hidden _, Decision.Refused _, Decision.Unchanged _ -> {}
        }
        return decision;
    }

    void put(RoomId room, Membership membership) {
        memberships
                .computeIfAbsent(room, _ -> new HashMap<>())
                .put(membership.member(), membership);
    }

    @Override
    public Optional<Room> find(RoomId id) {
        return Optional.ofNullable(rooms.get(id));
    }

    @Override
    public Optional<Membership> membership(RoomId room, MemberId member) {
        return Optional.ofNullable(memberships.getOrDefault(room, Map.of()).get(member));
    }

    private final class State implements RoomInChange {
        private final Room room;

        State(Room room) {
            this.room = room;
        }

        @Override
        public Room room() {
            return room;
        }

        @Override
        public Membership membership(MemberId member) {
            return InMemoryRooms.this
                    .membership(room.id(), member)
                    .orElseGet(() -> Membership.none(member));
        }

        @Override
        public Optional<Membership> successor(MemberId member) {
            return memberships.getOrDefault(room.id(), Map.of()).values().stream()
                    .filter(m -> m.isIn() && !m.member().equals(member))
                    .min(
                            Comparator.comparing(Membership::role)
                                    .reversed()
                                    .thenComparing(Membership::member));
        }

        @Override
        public long owners() {
            return memberships.getOrDefault(room.id(), Map.of()).values().stream()
                    .filter(m -> m.isIn() && m.role() == Role.OWNER)
                    .count();
        }
    }
}
