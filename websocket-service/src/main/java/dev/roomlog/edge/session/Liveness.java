package dev.roomlog.edge.session;

import dev.roomlog.edge.stomp.HeartBeats;

import java.time.Duration;

/**
 * Finds out that the other end is gone, and lets it find out about this one: by STOMP's heart-beats
 * as negotiated. A client that promised none, or fewer than are wanted, is asked.
 */
final class Liveness {

    private Liveness() {}

    /**
     * @param wanted how often something should come from a client; zero: never mind
     * @param gone nothing has come for twice as long: networks and timers are late, and a late
     *     client is not a dead one
     */
    static void keep(Timers timers, HeartBeats beats, Duration wanted, Runnable gone) {
        if (!beats.send().isZero()) {
            timers.beat(beats.send());
        }
        if (wanted.isZero()) {
            return;
        }
        if (!beats.expect().equals(wanted)) {
            timers.probe(wanted);
        }
        timers.watch(wanted.multipliedBy(2), gone);
    }
}
