package dev.roomlog.room;

/** Leaving and banning are values too: the membership stays, and its version goes on. */
public enum MembershipStatus {
    MEMBER,
    LEFT,
    BANNED
}
