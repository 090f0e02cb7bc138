package dev.roomlog.member;

/** Who may sign up. */
public enum RegistrationMode {
    OPEN,
    CLOSED
}
