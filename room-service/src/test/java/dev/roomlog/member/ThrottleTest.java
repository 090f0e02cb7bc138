package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class ThrottleTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration MEMORY = Duration.ofMinutes(15);
    private static final SignInProperties DEFAULTS =
            new SignInProperties(
                    5, 100, Duration.ofSeconds(2), MEMORY, MEMORY, Duration.ofMinutes(5));

    @Test
    void fiveFailuresOfAnAccountAreFreeThenEachTryWaitsTwiceAsLongUpToFifteenMinutes() {
        Throttle throttle = DEFAULTS.accounts();
        Instant now = START;
        Failures failures = Failures.none(now);
        List<Long> waits = new ArrayList<>();

        for (int i = 0; i < 15; i++) {
            Duration pause = throttle.pause(failures, now);
            waits.add(pause.toSeconds());
            now = now.plus(pause);
            failures = throttle.failed(failures, now);
        }

        assertThat(waits)
                .containsExactly(
                        0L, 0L, 0L, 0L, 0L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L);
        assertThat(throttle.pause(failures(throttle, 40, START), START)).isEqualTo(MEMORY);
    }

    @Test
    void theWaitIsToldToTheInstantAndOverAtItsEnd() {
        Throttle throttle = DEFAULTS.accounts();
        Failures five = failures(throttle, 5, START);

        assertThat(throttle.pause(five, START.plusMillis(1))).isEqualTo(Duration.ofMillis(1999));
        assertThat(throttle.pause(five, START.plusMillis(1999))).isEqualTo(Duration.ofMillis(1));
        assertThat(throttle.pause(five, START.plusMillis(2000))).isZero();
    }

    @Test
    void anAccountsFailuresAreForgottenFifteenMinutesAfterTheLast() {
        Throttle throttle = DEFAULTS.accounts();
        Failures eight = failures(throttle, 8, START);

        assertThat(throttle.failed(eight, START.plus(MEMORY).minusMillis(1)).count()).isEqualTo(9);
        assertThat(throttle.failed(eight, START.plus(MEMORY)).count()).isEqualTo(1);
    }

    @Test
    void anAccountsFailuresAddUpHoweverSlowlyTheyCome() {
        Throttle throttle = DEFAULTS.accounts();
        Instant now = START;
        Failures failures = Failures.none(now);
        for (int i = 0; i < 5; i++) {
            now = now.plus(Duration.ofMinutes(14));
            failures = throttle.failed(failures, now);
        }

        assertThat(throttle.pause(failures, now)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anAddressMustWaitAfterAHundredFailuresWithinFifteenMinutes() {
        Throttle throttle = DEFAULTS.addresses();

        assertThat(throttle.pause(failures(throttle, 99, START), START)).isZero();
        assertThat(throttle.pause(failures(throttle, 100, START), START))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.pause(failures(throttle, 102, START), START))
                .isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void whatAnAddressMistypesNowAndThenDoesNotAddUp() {
        Throttle throttle = DEFAULTS.addresses();
        Instant now = START;
        Failures failures = Failures.none(now);
        for (int i = 0; i < 500; i++) {
            now = now.plusSeconds(10);
            failures = throttle.failed(failures, now);
        }

        assertThat(throttle.pause(failures, now)).isZero();
    }

    @Test
    void anAddressThatMustWaitIsNotLetOffByTheWindow() {
        Throttle throttle = DEFAULTS.addresses();
        Failures first = failures(throttle, 1, START);
        Instant late = START.plus(MEMORY).minusSeconds(1);
        Failures hundred = failures(throttle, 100, first, late);

        assertThat(throttle.pause(hundred, START.plus(MEMORY))).isPositive();
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new SignInProperties(5, 100, second, MEMORY, second, second))
                .hasMessageContaining("roomlog.sign-in");
        assertThatThrownBy(
                        () -> new SignInProperties(5, 100, Duration.ZERO, MEMORY, MEMORY, second))
                .hasMessageContaining("first-wait");
    }

    private static Failures failures(Throttle throttle, int count, Instant at) {
        return failures(throttle, count, Failures.none(at), at);
    }

    private static Failures failures(Throttle throttle, int count, Failures from, Instant at) {
        Failures failures = from;
        while (failures.count() < count) {
            failures = throttle.failed(failures, at);
        }
        return failures;
    }
}
