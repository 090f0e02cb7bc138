package dev.roomlog.gateway.routing;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One socket's place in its instance's count. */
public final class SocketSlot {

    private final AtomicInteger count;
    private final AtomicBoolean taken = new AtomicBoolean(true);

    SocketSlot(AtomicInteger count) {
        this.count = count;
    }

    public void close() {
        if (taken.compareAndSet(true, false)) {
            count.decrementAndGet();
        }
    }
}
