package dev.roomlog.projection.kafka;

import java.util.List;

/**
 * What is read into what.
 *
 * @param group consumer group: its members share the partitions
 * @param onOtherLog what to do where the log is not the one applied so far
 */
public record LogProjection(
        String group, List<String> topics, OnOtherLog onOtherLog, BatchApplier applier) {

    /** The log was made anew, or lost its end. */
    public enum OnOtherLog {
        /** What is stored cannot be told from what comes: end the process. */
        STOP,

        /** Versions decide what is new: read it from its start. */
        RESTART
    }

    public LogProjection {
        topics = List.copyOf(topics);
    }
}
