package dev.roomlog.edge.session;

import dev.roomlog.posting.TokenBucket;

/**
 * What all of a member's sessions on this edge share.
 *
 * @param sends beyond, they are refused
 * @param markers beyond, they wait
 */
record Rates(TokenBucket sends, TokenBucket markers) {

    static Rates of(SessionLimits limits, long nanoTime) {
        return new Rates(
                new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), nanoTime),
                new TokenBucket(limits.markersPerSecond(), limits.markersPerSecond(), nanoTime));
    }
}
