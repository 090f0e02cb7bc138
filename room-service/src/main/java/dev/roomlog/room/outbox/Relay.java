package dev.roomlog.room.outbox;

import dev.roomlog.events.Appended;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Carries rows from the outbox to Kafka. {@link #pass} is called by one thread; acknowledgements
 * come on others.
 */
final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private static final int PASS = 500;

    /**
     * With so many rooms waiting it is not the rooms: what is busy or resting must free up first.
     */
    private static final int MAX_WAITING = 1_000;

    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(3);

    private final Outbox outbox;
    private final Function<OutgoingEvent, CompletableFuture<Appended>> producer;
    private final RelaySignal signal;

    /** Rooms with a batch in flight, or resting after a failure. */
    private final Map<RoomId, Waiting> waiting = new ConcurrentHashMap<>();

    /** How often a room failed in a row. */
    private final Map<RoomId, Integer> failures = new ConcurrentHashMap<>();

    /** In flight until {@code restUntil} (nanoTime) is set. */
    private record Waiting(boolean inFlight, long restUntil) {}

    Relay(
            Outbox outbox,
            Function<OutgoingEvent, CompletableFuture<Appended>> producer,
            RelaySignal signal) {
        this.outbox = outbox;
        this.producer = producer;
        this.signal = signal;
    }

    /** Sends what can be sent now; true if there may be more at once. */
    boolean pass() {
        long now = System.nanoTime();
        waiting.values().removeIf(room -> !room.inFlight() && room.restUntil() - now <= 0);
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        // Taken before reading: a room freed meanwhile is read in the next pass, with nothing lost.
        List<OutboxRow> rows = outbox.oldest(List.copyOf(waiting.keySet()), PASS);
        Map<RoomId, List<OutboxRow>> batches = new LinkedHashMap<>();
        rows.forEach(row -> batches.computeIfAbsent(row.room(), _ -> new ArrayList<>()).add(row));
        batches.forEach(this::send);
        return rows.size() == PASS;
    }

    private void send(RoomId room, List<OutboxRow> batch) {
        waiting.put(room, new Waiting(true, 0));
        List<CompletableFuture<Appended>> sent = new ArrayList<>();
        for (OutboxRow row : batch) {
            CompletableFuture<Appended> acknowledged = producer.apply(row.event());
            sent.add(acknowledged);
            if (acknowledged.isCompletedExceptionally()) {
                break; // what comes after it must not overtake it
            }
        }
        var _ =
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                        .handleAsync(
                                (_, _) -> settle(room, batch, sent), Thread::startVirtualThread);
    }

    /** Deletes up to the first that failed; the rest is sent again, after it. */
    private boolean settle(
            RoomId room, List<OutboxRow> batch, List<CompletableFuture<Appended>> sent) {
        List<Long> acknowledged = new ArrayList<>();
        for (int i = 0; i < sent.size() && !sent.get(i).isCompletedExceptionally(); i++) {
            acknowledged.add(batch.get(i).id());
        }
        boolean complete = acknowledged.size() == batch.size();
        try {
            if (!acknowledged.isEmpty()) {
                outbox.delete(acknowledged);
            }
            if (!complete) {
                log.warn(
                        "room {}: an event was not acknowledged, will send it again: {}",
                        room,
                        sent.getLast().isCompletedExceptionally()
                                ? sent.getLast().exceptionNow().toString()
                                : "see before");
            }
        } catch (RuntimeException e) {
            // Sent but not deleted: sent again later, with the same versions.
            log.warn("room {}: sent events stay in the outbox: {}", room, e.toString());
            complete = false;
        }
        if (complete) {
            failures.remove(room);
            waiting.remove(room);
            signal.raise(); // more of this room may have come meanwhile
        } else {
            rest(room);
        }
        return complete;
    }

    private void rest(RoomId room) {
        int times = failures.merge(room, 1, Integer::sum);
        long nanos =
                Math.min(FIRST_REST.toNanos() << Math.min(times - 1, 10), LONGEST_REST.toNanos());
        waiting.put(room, new Waiting(false, System.nanoTime() + nanos));
    }
}
