package dev.roomlog.edge.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * On SIGTERM: refuse new connections, then tell those there are, one after the other, to reconnect
 * elsewhere (close code 1012). Until its turn comes a connection sends and hears as before.
 */
final class Leaving implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    private final StompHandshake handshake;
    private final OpenConnections open;
    private final Times times;
    private volatile boolean running;

    /**
     * How long leaving takes.
     *
     * @param drain until the last is told
     * @param atMost until the last must be gone
     */
    record Times(Duration drain, Duration atMost) {}

    Leaving(StompHandshake handshake, OpenConnections open, Times times) {
        this.handshake = handshake;
        this.open = open;
        this.times = times;
    }

    @Override
    public void start() {
        running = true;
    }

    /**
     * Returns when all are gone, not at once: Spring's own patience with a phase of its shutdown
     * begins then, and need not be as long as ours.
     */
    @Override
    public void stop() {
        running = false;
        handshake.leave();
        log.info("leaving: {} connections in {}", open.count(), times.drain());
        open.leave(times.drain())
                .completeOnTimeout(null, times.atMost().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        log.info("left: {} connections remain", open.count());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server begins to wait for open exchanges to end. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
