package dev.roomlog.projection.kafka;

import dev.roomlog.projection.LogPartition;

import org.apache.kafka.common.TopicPartition;

import java.util.List;

/**
 * What is read into what.
 *
 * @param group consumer group: its members share the partitions
 * @param form of what is written; from 1. A release that keeps more of each record raises it, names
 *     another group and writes elsewhere: it then reads the topics from their start, and instances
 *     of the release before go on with theirs
 * @param onOtherLog what to do where the log is not the one applied so far
 */
public record LogProjection(
        String group, int form, List<String> topics, OnOtherLog onOtherLog, BatchApplier applier) {

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

    /** Under which name the store knows how far a partition is applied. */
    LogPartition nameOf(TopicPartition partition) {
        String topic = form == 1 ? partition.topic() : partition.topic() + "." + form;
        return new LogPartition(topic, partition.partition());
    }
}
