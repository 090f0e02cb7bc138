package dev.roomlog.posting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    private final TokenBucket bucket = new TokenBucket(20, 40, 0);

    @Test
    void permitsABurstAndThenNothing() {
        assertThat(taken(100, 0)).isEqualTo(40);
    }

    @Test
    void refillsAtItsRate() {
        taken(100, 0);

        assertThat(taken(100, SECOND)).isEqualTo(20);
        assertThat(taken(1, SECOND + SECOND / 20 - 1_000)).isZero();
        assertThat(taken(1, SECOND + SECOND / 20 + 1_000)).isEqualTo(1);
    }

    @Test
    void savesNoMoreThanABurst() {
        taken(100, 0);

        assertThat(taken(100, 3_600 * SECOND)).isEqualTo(40);
    }

    @Test
    void isNotRefilledByAskingInVain() {
        taken(100, 0);
        for (int i = 1; i < 1_000; i++) {
            assertThat(bucket.take(i)).isFalse();
        }

        assertThat(taken(100, SECOND)).isEqualTo(20);
    }

    @Test
    void isNotRefilledByAClockThatGoesBack() {
        taken(100, SECOND);

        assertThat(bucket.take(0)).isFalse();
        assertThat(taken(100, 0)).isZero();
    }

    private int taken(int attempts, long nanoTime) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += bucket.take(nanoTime) ? 1 : 0;
        }
        return taken;
    }
}
