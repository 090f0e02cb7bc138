package dev.roomlog.system;

import dev.roomlog.local.Part;

import java.net.URI;

/** What an edge says about itself on its management port. */
final class Metrics {

    private Metrics() {}

    static int sessions(Part edge) {
        Rest management = new Rest(URI.create("http://127.0.0.1:" + edge.managementPort()));
        return management
                .get("/actuator/prometheus", null)
                .body()
                .lines()
                .filter(line -> line.startsWith("roomlog_edge_sessions "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session gauge on " + edge.name()));
    }
}
