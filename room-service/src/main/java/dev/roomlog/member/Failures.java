package dev.roomlog.member;

import java.time.Instant;

/**
 * The failed tries of one user name, or from one address.
 *
 * @param first when the count began
 * @param last the newest of them
 */
public record Failures(int count, Instant first, Instant last) {

    public static Failures none(Instant now) {
        return new Failures(0, now, now);
    }
}
