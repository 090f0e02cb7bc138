package dev.roomlog.events;

/**
 * What an installation decides about its topics.
 *
 * @param partitions of every topic; changing it later needs a new epoch
 * @param replication 1 on a single broker, 3 on a cluster
 * @param epoch of the message log, 1 to 511; grows when the topic is created anew
 */
public record TopicLayout(int partitions, int replication, int epoch) {

    public TopicLayout {
        if (partitions < 1 || partitions > 10_000) {
            throw new IllegalArgumentException("partitions must be 1 to 10000: " + partitions);
        }
        if (replication < 1 || replication > 7) {
            throw new IllegalArgumentException("replication must be 1 to 7: " + replication);
        }
        if (epoch < 1 || epoch > Position.MAX_EPOCH) {
            throw new IllegalArgumentException("epoch must be 1 to 511: " + epoch);
        }
    }

    /** An acknowledged record is on this many brokers: one may be lost where there are three. */
    int minInSyncReplicas() {
        return replication >= 3 ? 2 : 1;
    }
}
