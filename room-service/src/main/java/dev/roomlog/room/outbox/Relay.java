package dev.roomlog.room.outbox;

import dev.roomlog.events.EventProducer;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Carries rows from the outbox to Kafka, one transaction a pass. Used by one thread. */
final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private static final int PASS = 500;

    /** With so many rooms resting it is not the rooms. */
    private static final int MAX_RESTING = 1_000;

    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final RelayLease lease;
    private final Supplier<EventProducer> takeOver;
    private @Nullable EventProducer producer;

    /** Rooms whose events failed; tried again together, so that they hold up the others once. */
    private final Set<RoomId> resting = new HashSet<>();

    private int failures;
    private long restUntil = System.nanoTime();

    Relay(Outbox outbox, RelayLease lease, Supplier<EventProducer> takeOver) {
        this.outbox = outbox;
        this.lease = lease;
        this.takeOver = takeOver;
    }

    /**
     * Sends what can be sent now; true if there may be more at once.
     *
     * @throws RuntimeException when the outcome is unknown, or another relay took over: what was
     *     sent will be sent again, by whoever has the lease
     */
    boolean pass() {
        try {
            if (!lease.held()) {
                drop();
                return false;
            }
            if (producer == null) {
                producer = takeOver.get();
            }
            // Read only now: what the relay before deleted must not be in hand.
            return relay(producer);
        } catch (RuntimeException e) {
            drop();
            lease.forget();
            throw e;
        }
    }

    private boolean relay(EventProducer connected) {
        boolean rested = System.nanoTime() - restUntil >= 0;
        if (!rested && resting.size() >= MAX_RESTING) {
            return false;
        }
        List<OutboxRow> rows = outbox.oldest(rested ? Set.of() : resting, PASS);
        if (rows.isEmpty()) {
            return false;
        }
        Map<RoomId, Throwable> failed =
                connected.appendTogether(rows.stream().map(OutboxRow::event).toList());
        if (!failed.isEmpty()) {
            rest(failed, rested);
            return true; // the others at once
        }
        outbox.delete(rows.stream().map(OutboxRow::id).toList());
        if (rested) {
            resting.clear();
            failures = 0;
        }
        return rows.size() == PASS;
    }

    private void rest(Map<RoomId, Throwable> failed, boolean rested) {
        failed.forEach((room, cause) ->
                log.warn("room {}: not acknowledged, again later: {}", room, "" + cause));
        resting.addAll(failed.keySet());
        if (rested) {
            long nanos = FIRST_REST.toNanos() << Math.min(failures++, 10);
            restUntil = System.nanoTime() + Math.min(nanos, LONGEST_REST.toNanos());
        }
    }

    /** For the next instance to begin at once. */
    void release() {
        drop();
        lease.release();
    }

    /** Without waiting: a transaction that is open is ended by whoever takes over next. */
    private void drop() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
