package dev.roomlog.edge.fanout;

import java.util.Optional;

/**
 * Reads again, on another reader than the feed's, what the log holds of a partition: the port
 * behind which scans run. All calls, both ways, are made on the feed's thread, but for {@link
 * Scan#isWanted}.
 */
public interface Scans {

    /**
     * Asks for a scan: it begins when its turn has come, and ends exactly once, by {@link
     * Scan#end(Found)} or {@link Scan#fail}, within a time that is bounded.
     */
    void ask(Scan scan);

    /** What one partition wants to be scanned for. */
    interface Scan {

        /**
         * Fixes what is looked for; who asks from now on is served by the next scan. Empty when
         * nobody waits any more: then the scan has ended.
         */
        Optional<ScanPlan> begin();

        /** Whether anybody still waits for it. Any thread. */
        boolean isWanted();

        /** The scan has come to its plan's end. */
        void end(Found found);

        /** It has not, and will not: the bounds forbid it, or the log could not be read. */
        void fail();
    }
}
