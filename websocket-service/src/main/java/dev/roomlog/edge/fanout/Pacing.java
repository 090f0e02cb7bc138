package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Replays to one connection, however many subscriptions they are for, one piece after the other:
 * the next when the last has left for the network. So what is replayed fills a part of the bounded
 * queue of a connection only, and a client that reads gets it whole, whatever its size. Confined to
 * the feed's thread.
 */
public final class Pacing {

    private final Deliveries deliveries;
    private final Executor feedThread;
    private final long pieceBytes;
    private final Map<Outbound, Flow> flows = new HashMap<>();

    /** What a subscription does when its connection's turn has come to it. */
    interface Turn {
        /** Adds a piece at most; returns whether it added anything. */
        boolean take();
    }

    /** A connection that a piece is on its way to. */
    private static final class Flow {
        final Queue<Turn> waiting = new ArrayDeque<>();
        long since = System.nanoTime();
    }

    /**
     * @param pieceBytes of records; what clients are sent is about twice as much
     */
    public Pacing(Deliveries deliveries, Executor feedThread, long pieceBytes) {
        this.deliveries = deliveries;
        this.feedThread = feedThread;
        this.pieceBytes = pieceBytes;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    long pieceBytes() {
        return pieceBytes;
    }

    /** At once, unless something is on its way to this connection. */
    void inTurn(Outbound to, Turn turn) {
        Flow flow = flows.get(to);
        if (flow != null) {
            flow.waiting.add(turn);
            return;
        }
        flow = new Flow();
        flow.waiting.add(turn);
        flows.put(to, flow);
        goOn(to, flow);
    }

    private void goOn(Outbound to, Flow flow) {
        Turn turn = flow.waiting.poll();
        while (turn != null) {
            if (takes(turn, to)) {
                flow.since = System.nanoTime();
                deliveries.whenFlushed(
                        to, alive -> feedThread.execute(() -> flushed(to, flow, alive)));
                return;
            }
            turn = flow.waiting.poll();
        }
        flows.remove(to);
    }

    private boolean takes(Turn turn, Outbound to) {
        try {
            return turn.take();
        } catch (RuntimeException e) {
            // It would wait for ever: its client is to come back.
            flows.remove(to);
            to.close(1011, "internal");
            throw e;
        }
    }

    private void flushed(Outbound to, Flow flow, boolean alive) {
        if (alive) {
            goOn(to, flow);
        } else {
            flows.remove(to, flow);
        }
    }

    /** Who does not take a piece for so long does not read, and would hold what waits for it. */
    public void closeStalled(Duration patience) {
        long now = System.nanoTime();
        List<Outbound> stalled =
                flows.entrySet().stream()
                        .filter(entry -> now - entry.getValue().since > patience.toNanos())
                        .map(Map.Entry::getKey)
                        .toList();
        stalled.forEach(Outbound::tooSlow);
    }
}
