package dev.roomlog.member;

/** One-way, salted, deliberately slow. */
public interface Passwords {

    String hash(Password password);

    boolean matches(Password password, String hash);

    /**
     * Takes the time of {@link #matches}, so that an unknown user name is not told by the clock.
     */
    void matchNothing(Password password);
}
