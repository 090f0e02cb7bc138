package dev.roomlog.edge.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;

import org.jspecify.annotations.Nullable;

/**
 * Told, on the view's thread and in the order applied, of every change that took effect. Must not
 * block.
 */
public interface MembershipListener {

    void roomChanged(RoomId room, @Nullable RoomState before, RoomState after);

    /**
     * @param before without its version and who had made it
     */
    void membershipChanged(
            RoomId room, MemberId member, @Nullable MembershipState before, MembershipState after);
}
