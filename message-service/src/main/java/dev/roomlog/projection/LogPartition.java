package dev.roomlog.projection;

/**
 * A partition of a topic.
 *
 * @param topic its name; with a suffix where another form of its projection is kept besides
 */
public record LogPartition(String topic, int partition) {

    @Override
    public String toString() {
        return topic + "/" + partition;
    }
}
