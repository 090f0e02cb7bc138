package dev.roomlog.system;

import dev.roomlog.local.Part;

import java.net.URI;
import java.util.function.Predicate;

/** What an edge says about itself on its management port. */
final class Metrics {

    private Metrics() {}

    static int sessions(Part edge) {
        return (int) sum(edge, line -> line.startsWith("roomlog_edge_sessions "));
    }

    static long heapBytes(Part edge) {
        return (long) sum(edge, line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""));
    }

    private static double sum(Part edge, Predicate<String> wanted) {
        Rest management = new Rest(URI.create("http://127.0.0.1:" + edge.managementPort()));
        return management
                .get("/actuator/prometheus", null)
                .body()
                .lines()
                .filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new AssertionError("no such metric on " + edge.name()));
    }
}
