package dev.roomlog.system;

import dev.roomlog.local.Part;

import java.net.URI;

/** What an edge says about itself on its management port. */
final class Metrics {

    private Metrics() {}

    static int sessions(Part edge) {
        return (int) sum(edge, "roomlog_edge_sessions");
    }

    static long heapBytes(Part edge) {
        return (long) sum(edge, "jvm_memory_used_bytes{area=\"heap\"");
    }

    /**
     * Of all samples of a metric.
     *
     * @param name perhaps with the first labels
     */
    static double sum(Part part, String name) {
        Rest management = new Rest(URI.create("http://127.0.0.1:" + part.managementPort()));
        return management
                .get("/actuator/prometheus", null)
                .body()
                .lines()
                .filter(line ->
                        line.startsWith(name) && " {,".indexOf(line.charAt(name.length())) >= 0)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new AssertionError("no " + name + " on " + part.name()));
    }
}
