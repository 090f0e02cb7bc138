package dev.roomlog.room;

import dev.roomlog.events.MemberId;

/** A member's place in a room, now or before. */
public record Membership(MemberId member, MembershipStatus status, Role role) {

    public static Membership of(MemberId member, Role role) {
        return new Membership(member, MembershipStatus.MEMBER, role);
    }

    public boolean isIn() {
        return status == MembershipStatus.MEMBER;
    }

    /** Rights end with the membership: who comes back, comes as a plain member. */
    public Membership left() {
        return new Membership(member, MembershipStatus.LEFT, Role.MEMBER);
    }
}
