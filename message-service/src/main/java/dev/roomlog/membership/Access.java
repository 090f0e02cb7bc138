package dev.roomlog.membership;

/** What a member may know of a room. */
public enum Access {
    GRANTED,

    /** The room is public: that it exists is no secret. */
    NOT_A_MEMBER,

    /** No such room, or one whose existence is not revealed. */
    HIDDEN,

    /** Signed out everywhere since the token was issued, or the account is not active any more. */
    TOKEN_VOID
}
