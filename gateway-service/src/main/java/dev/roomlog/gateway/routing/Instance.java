package dev.roomlog.gateway.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One running copy of a service, as far as this gateway knows. Thread-safe. */
public final class Instance {

    private final URI base;
    private final CircuitBreaker breaker;
    private final AtomicInteger sockets = new AtomicInteger();

    // An instance nobody has tried yet is given a chance: a gateway that has just started serves.
    private volatile boolean accepting = true;

    Instance(URI base, CircuitBreaker breaker) {
        this.base = base;
        this.breaker = breaker;
    }

    /** To be resolved by whoever connects, each time: names may move. */
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(
                base.getHost(), base.getPort() < 0 ? 80 : base.getPort());
    }

    /** For the Host header. */
    public String authority() {
        return base.getRawAuthority();
    }

    /** The same request here; path and query stay as the client wrote them. */
    URI at(URI requested) {
        String query = requested.getRawQuery();
        return URI.create(
                base.getScheme()
                        + "://"
                        + base.getRawAuthority()
                        + requested.getRawPath()
                        + (query == null ? "" : "?" + query));
    }

    /** Opens when calls here keep timing out: a hung process still accepts connections. */
    CircuitBreaker breaker() {
        return breaker;
    }

    boolean accepting() {
        return accepting;
    }

    /** Returns whether that is news. */
    boolean markAccepting(boolean now) {
        boolean before = accepting;
        accepting = now;
        return before != now;
    }

    /** A connection was tried and failed; the probe finds out when it is back. */
    public void notReached() {
        markAccepting(false);
    }

    public int openSockets() {
        return sockets.get();
    }

    /** Counts one socket more until the returned slot is closed; closing it twice is fine. */
    public SocketSlot socketOpening() {
        sockets.incrementAndGet();
        return new SocketSlot(sockets);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
