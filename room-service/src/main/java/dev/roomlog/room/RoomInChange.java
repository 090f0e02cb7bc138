package dev.roomlog.room;

import dev.roomlog.events.MemberId;

import java.util.Optional;

/** A room while nobody else can change it. */
public interface RoomInChange {

    Room room();

    /** {@link Membership#none} for one who never was in it. */
    Membership membership(MemberId member);

    /**
     * Who is to own the room once this member is gone: an owner, else a moderator, else anybody in
     * it; of several the lowest member ID. Erased accounts do not count, disabled ones come last.
     */
    Optional<Membership> successor(MemberId member);

    /** How many owners are in it. */
    long owners();

    /** The membership of someone who is in the room now. */
    default Optional<Membership> present(MemberId member) {
        return Optional.of(membership(member)).filter(Membership::isIn);
    }

    /** Whether the room would be without an owner if this one were none. */
    default boolean isLastOwner(Membership membership) {
        return membership.isIn() && membership.role() == Role.OWNER && owners() == 1;
    }
}
