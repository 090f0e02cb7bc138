package dev.roomlog.local.mongo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Makes changes durable before they are acknowledged, and one commit serve every change that waits.
 *
 * <p>Changes run side by side (shared lock); a commit runs alone (exclusive lock), so it holds
 * whole commands only: a crash never leaves half of one.
 */
final class GroupCommit {

    private final Runnable commit;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final AtomicLong changed = new AtomicLong();
    private volatile long committed;

    GroupCommit(Runnable commit) {
        this.commit = commit;
    }

    /** Runs the change and returns its result once a commit that contains it is done. */
    <T> T durably(Supplier<T> change) {
        long ticket;
        T result;
        lock.readLock().lock();
        try {
            result = change.get();
        } finally {
            // Also after a failure: a bulk may have been applied in part.
            ticket = changed.incrementAndGet();
            lock.readLock().unlock();
        }
        commitUpTo(ticket);
        return result;
    }

    /** Runs with no change under way, for house-keeping. */
    void alone(Runnable task) {
        lock.writeLock().lock();
        try {
            task.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void commitUpTo(long ticket) {
        if (committed >= ticket) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (committed < ticket) {
                long upTo = changed.get();
                commit.run();
                committed = upTo;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
