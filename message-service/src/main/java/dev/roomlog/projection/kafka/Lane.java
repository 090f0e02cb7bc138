package dev.roomlog.projection.kafka;

import dev.roomlog.projection.LogPartition;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One assigned partition's state, for as long as it is assigned. Touched by the reader's thread
 * only.
 */
final class Lane {

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    final TopicPartition partition;
    final LogPartition name;
    String topicId = "";

    /** The offset after all that is applied; negative until the store has said it. */
    long next = -1;

    private int failures;
    private long dueAt;
    private @Nullable Runnable retry;

    /**
     * @param name what the store calls it
     */
    Lane(TopicPartition partition, LogPartition name) {
        this.partition = partition;
        this.name = name;
    }

    /** Returns how many failures there were in a row, this one included. */
    int failed(Runnable retry) {
        long wait = FIRST_RETRY.toNanos() << Math.min(failures, 5);
        this.retry = retry;
        dueAt = System.nanoTime() + Math.min(wait, LONGEST_RETRY.toNanos());
        return ++failures;
    }

    /** Returns how many failures there were in a row until now. */
    int succeeded() {
        int before = failures;
        failures = 0;
        return before;
    }

    void retryIfDue(long now) {
        Runnable due = retry;
        if (due != null && now - dueAt >= 0) {
            retry = null;
            due.run();
        }
    }
}
