package dev.roomlog.projection;

/**
 * How far a partition has been applied.
 *
 * @param topicId the broker's ID of the topic these offsets belong to: a topic made anew under the
 *     same name has another
 * @param offset the last one applied, record or mark of a transaction; one less than the log's
 *     start when there is none
 */
public record Applied(String topicId, long offset) {

    public long next() {
        return offset + 1;
    }
}
