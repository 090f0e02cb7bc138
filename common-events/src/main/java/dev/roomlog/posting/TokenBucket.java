package dev.roomlog.posting;

/** Permits a rate with bursts. Thread-safe. */
public final class TokenBucket {

    private final double perNano;
    private final int burst;
    private double tokens;
    private long last;

    public TokenBucket(int perSecond, int burst, long nanoTime) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.last = nanoTime;
    }

    public synchronized boolean take(long nanoTime) {
        tokens = Math.min(burst, tokens + Math.max(0, nanoTime - last) * perNano);
        last = nanoTime;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
