package dev.roomlog.room;

import dev.roomlog.events.MemberId;

import java.util.Optional;

/** A room while nobody else can change it. */
public interface RoomInChange {

    Room room();

    Optional<Membership> membership(MemberId member);

    /** How many owners are in it. */
    long owners();

    /** The membership of someone who is in the room now. */
    default Optional<Membership> present(MemberId member) {
        return membership(member).filter(Membership::isIn);
    }
}
