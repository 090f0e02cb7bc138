package dev.roomlog.projection.kafka;

import dev.roomlog.events.TopicLayout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the installation decided about its topics; the same for every service.
 *
 * @param partitions of every topic
 * @param replication of every topic
 * @param epoch of the message log
 */
@ConfigurationProperties("roomlog.kafka")
record TopicLayoutProperties(
        @DefaultValue("48") int partitions,
        @DefaultValue("1") int replication,
        @DefaultValue("1") int epoch) {

    TopicLayout layout() {
        return new TopicLayout(partitions, replication, epoch);
    }
}
