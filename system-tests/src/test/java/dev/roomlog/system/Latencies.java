package dev.roomlog.system;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long each of very many took, to a tenth of a millisecond, up to a minute. Thread-safe. */
final class Latencies {

    private static final int TENTHS_OF_MILLIS = 600_000;

    private final AtomicLongArray counts = new AtomicLongArray(TENTHS_OF_MILLIS + 1);

    void add(long nanos) {
        counts.incrementAndGet(Math.clamp(nanos / 100_000, 0, TENTHS_OF_MILLIS));
    }

    long count() {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        return all;
    }

    /** In milliseconds: the smallest that at least so many percent do not exceed. */
    double percentile(int percent) {
        long rank = Math.ceilDiv(count() * percent, 100);
        int at = 0;
        for (long passed = counts.get(0); passed < rank; passed += counts.get(at)) {
            at++;
        }
        return (at + 1) / 10.0;
    }
}
