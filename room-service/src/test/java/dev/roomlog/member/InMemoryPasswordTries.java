package dev.roomlog.member;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One account and one address at a time is all these tests need. */
final class InMemoryPasswordTries implements PasswordTries {

    private final Map<String, Failures> accounts = new HashMap<>();
    private final Throttle throttle;
    private final Clock clock;

    InMemoryPasswordTries(Throttle throttle, Clock clock) {
        this.throttle = throttle;
        this.clock = clock;
    }

    @Override
    public Turn take(String account, String address) {
        Failures known = accounts.getOrDefault(account, Failures.none(clock.instant()));
        Duration pause = throttle.pause(known, clock.instant());
        if (pause.isPositive()) {
            return new Turn.TooSoon(pause);
        }
        accounts.put(account, throttle.failed(known, clock.instant()));
        return new Turn.Granted(account, address, clock.instant(), known.last());
    }

    @Override
    public void succeeded(Turn.Granted turn) {
        accounts.remove(turn.account());
    }
}
