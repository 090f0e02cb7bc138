package dev.roomlog.room;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A member's place in a room, now or before.
 *
 * @param mutedUntil kept through leaving and coming back; absent: not muted
 * @param bannedUntil with status BANNED: when entering is permitted again; absent: never
 */
public record Membership(
        MemberId member,
        MembershipStatus status,
        Role role,
        @Nullable Instant mutedUntil,
        @Nullable Instant bannedUntil) {

    /** The end of a mute that has none. */
    public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    public static Membership of(MemberId member, Role role) {
        return new Membership(member, MembershipStatus.MEMBER, role, null, null);
    }

    /** Who never was in a room stands to it as one who left. */
    public static Membership none(MemberId member) {
        return of(member, Role.MEMBER).left();
    }

    public boolean isIn() {
        return status == MembershipStatus.MEMBER;
    }

    public boolean isBanned() {
        return status == MembershipStatus.BANNED;
    }

    /** Whether a ban keeps the member out at that time. */
    public boolean isKeptOut(Instant at) {
        return isBanned() && (bannedUntil == null || at.isBefore(bannedUntil));
    }

    public Membership in(Role newRole) {
        return new Membership(member, MembershipStatus.MEMBER, newRole, mutedUntil, null);
    }

    /** Rights end with the membership: who comes back, comes as a plain member. */
    public Membership left() {
        return new Membership(member, MembershipStatus.LEFT, Role.MEMBER, mutedUntil, null);
    }

    public Membership banned(@Nullable Instant until) {
        return new Membership(member, MembershipStatus.BANNED, Role.MEMBER, mutedUntil, until);
    }

    public Membership muted(@Nullable Instant until) {
        return new Membership(member, status, role, until, bannedUntil);
    }
}
