package dev.roomlog.projection;

import org.jspecify.annotations.Nullable;

/** What to do with a partition that was just assigned. */
public sealed interface Opening {

    /** Read on behind the last record applied. */
    record Continue(long next) implements Opening {}

    /** Never read before: from the log's first record. */
    record First(Applied at) implements Opening {}

    /** Some records expired before they were applied: say so and go on from the log's start. */
    record Skip(Applied to, long from) implements Opening {}

    /** Not the log that was applied: the service must not run against it. */
    record OtherLog(String reason) implements Opening {}

    /**
     * @param stored null when the partition was never begun
     * @param topicId of the topic as it is now
     * @param start the log's first offset
     * @param end the offset its next record will have
     */
    static Opening of(
            LogPartition partition,
            @Nullable Applied stored,
            String topicId,
            long start,
            long end) {
        if (stored == null) {
            return new First(new Applied(topicId, start - 1));
        }
        if (!stored.topicId().equals(topicId)) {
            return new OtherLog(
                    "%s was made anew under the same name (topic ID %s, applied was %s)"
                            .formatted(partition, topicId, stored.topicId()));
        }
        if (stored.next() > end) {
            return new OtherLog(
                    "%s ends at offset %d, before what was applied (%d)"
                            .formatted(partition, end - 1, stored.offset()));
        }
        return stored.next() < start
                ? new Skip(new Applied(topicId, start - 1), stored.next())
                : new Continue(stored.next());
    }
}
