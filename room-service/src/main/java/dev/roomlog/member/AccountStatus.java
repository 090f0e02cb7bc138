package dev.roomlog.member;

/** Whether an account can be used. */
public enum AccountStatus {
    ACTIVE,

    /** For now: by an operator. */
    DISABLED,

    /** For ever: its name and password are gone. */
    ERASED
}
