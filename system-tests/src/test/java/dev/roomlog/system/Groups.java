package dev.roomlog.system;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The consumer groups a broker knows. */
final class Groups {

    private Groups() {}

    static List<String> of(String bootstrapServers) {
        try (Admin admin =
                Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            return admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
