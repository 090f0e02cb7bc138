package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All rooms. Each change is one transaction, told to {@link RoomEvents} within it. */
public interface Rooms {

    /** What became of a new room. */
    sealed interface Creation {
        record Created(Room room) implements Creation {}

        /** These two have one already, perhaps since a moment ago. */
        record PairHasOne(Room room) implements Creation {}
    }

    /**
     * The room takes version 1, its memberships 2, 3 …
     *
     * @return empty, and nothing kept, if the account of one of them is erased meanwhile
     */
    Optional<Creation> create(Room room, List<Membership> memberships);

    /**
     * Lets one change of a room be judged while every other waits.
     *
     * @param by who asks for it
     * @return the judgement; {@link RoomRejection.NotFound} when there is no such room
     */
    Decision change(RoomId id, MemberId by, Function<RoomInChange, Decision> judgement);

    Optional<Room> find(RoomId id);

    Optional<Membership> membership(RoomId room, MemberId member);

    /** A room that is not public is there for its members alone. */
    default boolean isVisible(RoomId id, MemberId member) {
        return find(id).filter(room ->
                        room.kind() == RoomKind.PUBLIC
                                || membership(id, member).filter(Membership::isIn).isPresent())
                .isPresent();
    }
}
