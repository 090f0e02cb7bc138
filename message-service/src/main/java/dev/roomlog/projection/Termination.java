package dev.roomlog.projection;

/** Ends the process where going on would spoil what is stored. */
public interface Termination {

    /**
     * Returns at once; the end follows.
     *
     * @param reason one line for the operator
     */
    void because(String reason);
}
