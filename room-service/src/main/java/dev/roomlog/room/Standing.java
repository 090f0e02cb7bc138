package dev.roomlog.room;

import dev.roomlog.events.MemberId;

import java.util.Optional;
import java.util.function.Function;

/**
 * What whoever acts in a room must be for it, before the act itself is judged. A room that is not
 * public says nothing of itself to those who are not in it.
 */
final class Standing {

    private Standing() {}

    /** In the room. */
    static Decision present(RoomInChange state, MemberId by, Function<Membership, Decision> act) {
        Optional<Membership> mine = state.present(by);
        return mine.isPresent() ? act.apply(mine.get()) : refused(stranger(state.room()));
    }

    /** In a room that has roles: a DIRECT one has none, so nobody has a right there. */
    static Decision ranked(RoomInChange state, MemberId by, Function<Membership, Decision> act) {
        return present(
                state,
                by,
                mine ->
                        state.room().kind() == RoomKind.DIRECT
                                ? refused(new RoomRejection.Forbidden())
                                : act.apply(mine));
    }

    static Decision staff(RoomInChange state, MemberId by, Function<Membership, Decision> act) {
        return ranked(
                state,
                by,
                mine ->
                        mine.role().isStaff()
                                ? act.apply(mine)
                                : refused(new RoomRejection.Forbidden()));
    }

    /**
     * Staff, towards somebody else whose role is not higher. So an owner can only be acted against
     * by another owner, and one remains.
     */
    static Decision over(
            MemberId other, RoomInChange state, MemberId by, Function<Membership, Decision> act) {
        return staff(
                state,
                by,
                mine -> {
                    Membership theirs = state.membership(other);
                    return other.equals(by) || theirs.role().outranks(mine.role())
                            ? refused(new RoomRejection.Forbidden())
                            : act.apply(theirs);
                });
    }

    static RoomRejection stranger(Room room) {
        return room.kind() == RoomKind.PUBLIC
                ? new RoomRejection.NotAMember()
                : new RoomRejection.NotFound();
    }

    static Decision refused(RoomRejection why) {
        return new Decision.Refused(why);
    }
}
