package dev.roomlog.edge.web;

import dev.roomlog.edge.session.StompSession;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of this edge, signed in or not, and how they end when it leaves. */
final class OpenConnections {

    private final Set<StompSession> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Duration patience;
    private volatile boolean leaving;

    /**
     * @param patience how long a connection that is to end waits for the answers to its sends
     */
    OpenConnections(Duration patience) {
        this.patience = patience;
    }

    void add(StompSession session) {
        open.add(session);
        // Upgraded just before this edge began to refuse.
        if (leaving) {
            session.leave(Duration.ZERO, patience);
        }
    }

    void remove(StompSession session) {
        open.remove(session);
        endIfLast();
    }

    int count() {
        return open.size();
    }

    /**
     * Tells all clients to reconnect elsewhere, one after the other, evenly spread over a time: so
     * that the other edges are not asked for everything at once.
     *
     * @return completes when the last connection is gone, which may be earlier
     */
    CompletableFuture<Void> leave(Duration drain) {
        leaving = true;
        List<StompSession> all = List.copyOf(open);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).leave(drain.multipliedBy(i).dividedBy(all.size()), patience);
        }
        endIfLast();
        return gone;
    }

    private void endIfLast() {
        if (leaving && open.isEmpty()) {
            gone.complete(null);
        }
    }
}
