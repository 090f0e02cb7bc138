package dev.roomlog.member;

/** Who may sign up. */
public enum RegistrationMode {
    OPEN,
    /** Whoever has an invitation. */
    INVITE,
    CLOSED
}
