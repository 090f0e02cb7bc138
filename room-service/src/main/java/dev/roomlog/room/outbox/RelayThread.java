package dev.roomlog.room.outbox;

import dev.roomlog.events.Appended;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.OutgoingEvent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs the relay from start to stop, whatever fails meanwhile. */
final class RelayThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Relay relay;
    private final RelayLease lease;
    private final RelaySignal signal;
    private final Supplier<EventProducer> connect;
    private final Duration poll;

    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable EventProducer producer;

    RelayThread(
            Outbox outbox,
            RelayLease lease,
            RelaySignal signal,
            Supplier<EventProducer> connect,
            Duration poll) {
        this.relay = new Relay(outbox, this::send, signal);
        this.lease = lease;
        this.signal = signal;
        this.connect = connect;
        this.poll = poll;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("outbox-relay").start(this::run);
    }

    private void run() {
        while (running) {
            Duration pause = poll;
            try {
                // Also without a broker's address that resolves, which only time may bring.
                if (producer == null) {
                    producer = connect.get();
                }
                if (lease.held() && relay.pass()) {
                    pause = Duration.ZERO;
                }
            } catch (RuntimeException e) {
                log.warn("the outbox waits: {}", e.toString());
                pause = AFTER_FAILURE;
            }
            try {
                signal.await(pause);
            } catch (InterruptedException _) {
                return; // stop() wants us gone
            }
        }
    }

    private CompletableFuture<Appended> send(OutgoingEvent event) {
        EventProducer connected = producer;
        return connected == null
                ? CompletableFuture.failedFuture(new IllegalStateException("not connected"))
                : connected.send(event);
    }

    @Override
    public void stop() {
        running = false;
        signal.raise();
        try {
            if (thread != null && !thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
            if (producer != null) {
                producer.close(Duration.ofSeconds(5));
            }
            lease.release();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("the relay's lease runs out by itself: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
