package dev.roomlog.local.kafka;

import org.apache.kafka.common.Uuid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The addresses of all nodes and, from them, each node's configuration. Node IDs start at 1 and
 * belong to data folders; ports may change between starts, as the quorum is configured by ID.
 */
public record KafkaNodes(List<Node> nodes) {

    /** Where clients and where the other nodes' controllers reach it. */
    public record Node(int id, int clientPort, int controllerPort) {}

    public KafkaNodes {
        nodes = List.copyOf(nodes);
    }

    public static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    public String bootstrapServers() {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.clientPort())
                .collect(Collectors.joining(","));
    }

    /** What topics can be replicated to: all three nodes, or the only one. */
    public int replication() {
        return nodes.size() >= 3 ? 3 : 1;
    }

    /** Writes the configuration of one node for {@link KafkaBrokerProcess}. */
    public void writeProperties(int id, Path data, Path file) {
        try {
            Files.write(
                    file,
                    properties(id, data).entrySet().stream()
                            .map(property -> property.getKey() + "=" + property.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> properties(int id, Path data) {
        Node node =
                nodes.stream().filter(candidate -> candidate.id() == id).findFirst().orElseThrow();
        String replication = Integer.toString(replication());
        String inSync = replication() >= 3 ? "2" : "1";
        Map<String, String> all = new TreeMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(id));
        all.put(
                "controller.quorum.voters",
                nodes.stream()
                        .map(voter -> voter.id() + "@127.0.0.1:" + voter.controllerPort())
                        .collect(Collectors.joining(",")));
        all.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(node.clientPort(), node.controllerPort()));
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("log.dirs", data.toString());
        all.put("auto.create.topics.enable", "false");
        all.put("default.replication.factor", replication);
        all.put("min.insync.replicas", inSync);
        all.put("unclean.leader.election.enable", "false");
        all.put("offsets.topic.num.partitions", "12");
        all.put("offsets.topic.replication.factor", replication);
        all.put("transaction.state.log.num.partitions", "3");
        all.put("transaction.state.log.replication.factor", replication);
        all.put("transaction.state.log.min.isr", inSync);
        all.put("share.coordinator.state.topic.num.partitions", "3");
        all.put("share.coordinator.state.topic.replication.factor", replication);
        all.put("share.coordinator.state.topic.min.isr", inSync);
        all.put("group.initial.rebalance.delay.ms", "0");
        // A killed node is noticed after 3 s, not 9: until then its partitions acknowledge nothing.
        all.put("broker.session.timeout.ms", "3000");
        all.put("broker.heartbeat.interval.ms", "500");
        all.put("controller.quorum.fetch.timeout.ms", "1500");
        all.put("controller.quorum.election.timeout.ms", "800");
        all.put("controlled.shutdown.max.retries", "1");
        // Threads and buffers for one machine, not for a cluster's node.
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("num.recovery.threads.per.data.dir", "2");
        all.put("log.cleaner.threads", "1");
        all.put("log.cleaner.dedupe.buffer.size", "16777216");
        all.put("background.threads", "2");
        return all;
    }
}
