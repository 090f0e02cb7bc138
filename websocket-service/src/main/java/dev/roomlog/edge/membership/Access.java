package dev.roomlog.edge.membership;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;

/** Whether a member may be in a room. */
public sealed interface Access {

    /**
     * With what the room and the membership were when this was judged.
     *
     * @param membership without its version and who made it
     */
    record Granted(RoomState room, MembershipState membership) implements Access {}

    record Denied(RefusalCode code) implements Access {}
}
