package dev.roomlog.local;

import java.util.List;
import java.util.Map;

/**
 * How a part is started: its command and environment, the ports it listens on (the first is the one
 * clients use), and how one sees that it is ready.
 */
record Launch(
        List<String> command,
        Map<String, String> environment,
        List<Integer> ports,
        Readiness readiness) {

    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    /**
     * What must be done once before the command can run: unpack, format, write configuration. May
     * take long.
     */
    @FunctionalInterface
    interface Preparation {
        Launch prepare();
    }
}
