package dev.roomlog.member;

import java.time.Duration;
import java.time.Instant;

/**
 * How failures slow down further tries: up to {@code tolerated} not at all, then each must wait,
 * twice as long each time.
 *
 * @param memory after this long without a failure all are forgotten
 * @param window whether fewer than {@code tolerated} are also forgotten {@code memory} after the
 *     first: for an address, behind which many people sit and now and then one mistypes
 */
public record Throttle(
        int tolerated, Duration firstWait, Duration longestWait, Duration memory, boolean window) {

    /** How long from now until the next try; zero: at once. */
    public Duration pause(Failures known, Instant now) {
        Failures failures = remembered(known, now);
        if (failures.count() < tolerated) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, failures.last().plus(waitAfter(failures.count())));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** With one more. */
    public Failures failed(Failures known, Instant now) {
        Failures failures = remembered(known, now);
        return new Failures(failures.count() + 1, failures.first(), now);
    }

    private Failures remembered(Failures known, Instant now) {
        boolean few = known.count() < tolerated;
        Instant since = window && few ? known.first() : known.last();
        boolean over = known.count() == 0 || !now.isBefore(since.plus(memory));
        return over ? Failures.none(now) : known;
    }

    private Duration waitAfter(int failures) {
        Duration wait = firstWait;
        for (int i = tolerated; i < failures && wait.compareTo(longestWait) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
