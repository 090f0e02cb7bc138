package dev.roomlog.room;

import org.jspecify.annotations.Nullable;

/** Giving roles is for owners; anyone may give up their own. */
final class RoleChange {

    private RoleChange() {}

    static Decision judge(
            RoomInChange state, Membership mine, Membership theirs, @Nullable Role role) {
        if (role == null || role == theirs.role()) {
            return new Decision.Unchanged(theirs);
        }
        boolean stepsDown = mine.equals(theirs) && mine.role().outranks(role);
        if (mine.role() != Role.OWNER && !stepsDown) {
            return new Decision.Refused(new RoomRejection.Forbidden());
        }
        if (state.isLastOwner(theirs)) {
            return new Decision.Refused(new RoomRejection.LastOwner());
        }
        return new Decision.Changed(theirs.in(role));
    }
}
