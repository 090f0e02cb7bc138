package dev.roomlog.system;

import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Where a room's log is. */
final class Partitions {

    private Partitions() {}

    /** The ID of the broker that leads the partition of a room's log. */
    static int leaderOf(String bootstrapServers, String room) {
        String topic = Topics.messagesName(1);
        try (Admin admin =
                Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            TopicDescription description =
                    admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .values()
                            .iterator()
                            .next();
            int partition =
                    RoomPartitioner.partitionOf(RoomId.of(room), description.partitions().size());
            return description.partitions().get(partition).leader().id();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
