package dev.roomlog.edge.session;

import java.time.Duration;

/** Runs something later on the connection's own thread; forgotten when the connection ends. */
public interface Timers {

    /** Cancels one timer. */
    interface Timer {
        void cancel();
    }

    Timer after(Duration delay, Runnable action);

    /** Sends an EOL whenever nothing was written for the interval. */
    void beat(Duration interval);

    /** Asks the peer whether it is there, whenever nothing came from it for the interval. */
    void probe(Duration interval);

    /** Runs the action when nothing came from the peer for the interval. */
    void watch(Duration interval, Runnable silent);
}
