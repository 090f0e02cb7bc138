package dev.roomlog.room;

/** What a member may do, least first. */
public enum Role {
    MEMBER,
    MODERATOR,
    OWNER;

    public boolean isStaff() {
        return this != MEMBER;
    }

    public boolean outranks(Role other) {
        return compareTo(other) > 0;
    }
}
