package dev.roomlog.local;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Memory and compiler settings for many JVMs on one small machine; heap limits are upper bounds,
 * not reservations.
 */
final class Jvm {

    private static final Map<String, Integer> HEAP_MB =
            Map.of(
                    "kafka", 320,
                    "mongo", 512,
                    "room-service", 192,
                    "message-service", 192,
                    "websocket-service", 384,
                    "gateway-service", 256);

    private Jvm() {}

    static List<String> flagsOf(String program) {
        return flagsOf(program, false);
    }

    static List<String> flagsOf(String program, boolean shortLived) {
        List<String> small =
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx%dm".formatted(HEAP_MB.getOrDefault(program, 256)),
                        // Else a JVM begins with a 64th of the machine's memory, for each of ten:
                        // 90 MB more.
                        "-Xms16m",
                        "-XX:MinHeapFreeRatio=20",
                        "-XX:MaxHeapFreeRatio=40",
                        "-Xss512k",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData");
        return isHot(program) && !shortLived ? small : with(small, "-XX:TieredStopAtLevel=1");
    }

    /** Where each message passes: worth the optimising compiler. */
    private static boolean isHot(String program) {
        return program.equals("websocket-service") || program.equals("gateway-service");
    }

    private static List<String> with(List<String> flags, String flag) {
        return Stream.concat(flags.stream(), Stream.of(flag)).toList();
    }
}
