package dev.roomlog.room.outbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;

/** Runs the relay from start to stop, whatever fails meanwhile. */
final class RelayThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Relay relay;
    private final RelaySignal signal;
    private final Duration poll;

    private volatile boolean running;
    private @Nullable Thread thread;

    RelayThread(Relay relay, RelaySignal signal, Duration poll) {
        this.relay = relay;
        this.signal = signal;
        this.poll = poll;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("outbox-relay").start(this::run);
    }

    private void run() {
        try {
            while (running) {
                signal.await(pass());
            }
        } catch (InterruptedException _) {
            // stop() wants us gone
        }
        try {
            relay.release();
        } catch (RuntimeException e) {
            log.warn("the relay's lease runs out by itself: {}", e.toString());
        }
    }

    /** How long to wait for the next one. */
    private Duration pass() {
        try {
            return relay.pass() ? Duration.ZERO : poll;
        } catch (RuntimeException e) {
            log.warn("the outbox waits: {}", e.toString());
            return AFTER_FAILURE;
        }
    }

    @Override
    public void stop() {
        running = false;
        signal.raise();
        try {
            if (thread != null && !thread.join(Duration.ofSeconds(8))) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
