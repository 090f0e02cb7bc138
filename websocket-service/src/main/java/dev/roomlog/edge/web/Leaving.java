package dev.roomlog.edge.web;

import dev.roomlog.edge.session.Connections;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * On SIGTERM: refuse new connections, then tell those there are to reconnect elsewhere (close code
 * 1012).
 */
final class Leaving implements SmartLifecycle {

    private final StompHandshake handshake;
    private final Connections connections;
    private volatile boolean running;

    Leaving(StompHandshake handshake, Connections connections) {
        this.handshake = handshake;
        this.connections = connections;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        handshake.leave();
        connections.closeAll();
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
