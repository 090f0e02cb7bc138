package dev.roomlog.room.outbox;

import dev.roomlog.events.TopicLayout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code roomlog.kafka.*}: the same in every service of an installation. */
@ConfigurationProperties("roomlog.kafka")
record KafkaLayoutProperties(
        @DefaultValue("48") int partitions,
        @DefaultValue("1") int replication,
        @DefaultValue("1") int epoch) {

    TopicLayout layout() {
        return new TopicLayout(partitions, replication, epoch);
    }
}
