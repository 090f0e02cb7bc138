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

    /** Runs the action once when nothing was read for the interval. */
    void watch(Duration interval, Runnable silent);
}
