package dev.roomlog.room.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.UUID;

/**
 * Which instance relays, by the database's clock. Not a lock: an instance that was paused believes
 * in its lease for a while beside the next one. What it sends then, the broker refuses.
 */
class RelayLease {

    private static final String NOW = "CAST(UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3)) * 1000 AS SIGNED)";

    private final String holder = UUID.randomUUID().toString();
    private final JdbcClient jdbc;
    private final Duration length;
    private long renewAt = System.nanoTime();

    RelayLease(JdbcClient jdbc, Duration length) {
        this.jdbc = jdbc;
        this.length = length;
    }

    /** Asks the database only when a third of the lease has gone by. */
    boolean held() {
        if (System.nanoTime() - renewAt < 0) {
            return true;
        }
        boolean held =
                jdbc.sql(
                                        "UPDATE relay_lease SET holder = ?, held_until = "
                                                + NOW
                                                + " + ? WHERE name = 'outbox'"
                                                + " AND (holder = ? OR held_until < "
                                                + NOW
                                                + ")")
                                .params(holder, length.toMillis(), holder)
                                .update()
                        == 1;
        renewAt = System.nanoTime() + (held ? length.toNanos() / 3 : 0);
        return held;
    }

    /** Asks the database again before anything else is sent. */
    void forget() {
        renewAt = System.nanoTime();
    }

    /** For the next instance to begin at once. */
    void release() {
        jdbc.sql("UPDATE relay_lease SET held_until = 0 WHERE name = 'outbox' AND holder = ?")
                .params(holder)
                .update();
    }
}
