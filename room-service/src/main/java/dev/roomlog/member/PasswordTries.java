package dev.roomlog.member;

import java.time.Duration;
import java.time.Instant;

/** Who may try a password when. One count for all replicas. */
public interface PasswordTries {

    /**
     * Judges and counts in one step, so that tries at the same moment are seen one after the other.
     * A granted try counts as failed until {@link #succeeded} takes it back; one that must wait
     * does not count.
     *
     * @param account hash of the user name typed, whether or not there is such a member
     * @param address hash of the client's address
     */
    Turn take(String account, String address);

    /** Forgets the account's failures, and takes this one from the address's. */
    void succeeded(Turn.Granted turn);

    /** What became of the wish to try. */
    sealed interface Turn {

        /**
         * @param at when it was counted
         * @param addressBefore the newest failure of the address before this one
         */
        record Granted(String account, String address, Instant at, Instant addressBefore)
                implements Turn {}

        record TooSoon(Duration pause) implements Turn {}
    }
}
