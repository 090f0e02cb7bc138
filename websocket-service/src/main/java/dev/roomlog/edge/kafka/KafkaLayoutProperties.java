package dev.roomlog.edge.kafka;

import dev.roomlog.events.TopicLayout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the topics are laid out; the same in every service.
 *
 * @param partitions of every topic
 * @param replication 1 on a single broker, 3 on a cluster
 * @param epoch of the message log
 */
@ConfigurationProperties("roomlog.kafka")
record KafkaLayoutProperties(
        @DefaultValue("48") int partitions,
        @DefaultValue("1") int replication,
        @DefaultValue("1") int epoch) {

    TopicLayout layout() {
        return new TopicLayout(partitions, replication, epoch);
    }
}
