package dev.roomlog.local;

import dev.roomlog.local.kafka.KafkaNodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who listens where, settled before anything starts, because parts are told each other's addresses.
 * Ports of the last run are taken again where they are free.
 */
record Addresses(
        KafkaNodes kafka,
        int mariadb,
        int mongo,
        ServicePorts room,
        ServicePorts message,
        List<ServicePorts> edges,
        ServicePorts gateway) {

    record ServicePorts(int client, int management) {

        String url() {
            return "http://127.0.0.1:" + client;
        }

        List<Integer> both() {
            return List.of(client, management);
        }
    }

    static Addresses choose(StackOptions options, Ports ports, Optional<RunState> former) {
        int gateway = options.port() == 0 ? ports.free() : ports.exactly(options.port());
        List<KafkaNodes.Node> nodes =
                IntStream.rangeClosed(1, options.brokers())
                        .mapToObj(id ->
                                new KafkaNodes.Node(
                                        id, port(ports, former, "kafka-" + id), ports.free()))
                        .toList();
        List<ServicePorts> edges = new ArrayList<>();
        for (int i = 1; i <= options.edges() + options.reservedEdges(); i++) {
            edges.add(service(ports, former, "edge-" + i));
        }
        return new Addresses(
                new KafkaNodes(nodes),
                port(ports, former, "mariadb"),
                port(ports, former, "mongo"),
                service(ports, former, "room-service"),
                service(ports, former, "message-service"),
                List.copyOf(edges),
                new ServicePorts(gateway, ports.free()));
    }

    private static ServicePorts service(Ports ports, Optional<RunState> former, String name) {
        return new ServicePorts(port(ports, former, name), ports.free());
    }

    private static int port(Ports ports, Optional<RunState> former, String name) {
        return ports.freeOr(former.map(run -> run.portOf(name)).orElse(0));
    }
}
