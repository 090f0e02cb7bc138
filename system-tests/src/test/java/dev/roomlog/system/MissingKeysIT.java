package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What waiting cannot mend is told at once, whatever else is away: here everything is. */
class MissingKeysIT {

    @Test
    void aServiceWithoutItsKeyFileSaysSoInOneLineAndEnds(@TempDir Path folder)
            throws IOException, InterruptedException {
        Map<String, Process> services = new LinkedHashMap<>();
        for (String service : YourOwnUsers.SERVICES) {
            services.put(service, start(service, folder));
        }
        try {
            for (Map.Entry<String, Process> service : services.entrySet()) {
                Path log = folder.resolve(service.getKey());
                assertThat(service.getValue().waitFor(5, TimeUnit.MINUTES))
                        .as("%s ended; %s", service.getKey(), log)
                        .isTrue();
                assertThat(service.getValue().exitValue()).as(Files.readString(log)).isEqualTo(78);
                assertThat(Files.readAllLines(log))
                        .filteredOn(line -> line.contains(" ERROR ") || line.startsWith("\tat "))
                        .singleElement()
                        .asString()
                        .contains("the token keys cannot be read from file:/nowhere/keys.json");
            }
        } finally {
            services.values().forEach(Process::destroyForcibly);
        }
    }

    private static Process start(String service, Path folder) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                jarOf(service).toString(),
                                "--server.port=0",
                                "--management.server.port=0",
                                "--roomlog.token.jwks=file:/nowhere/keys.json"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(service).toFile())
                .start();
    }

    private static Path jarOf(String service) throws IOException {
        try (Stream<Path> built = Files.list(Path.of("..", service, "target"))) {
            return built.filter(file ->
                            file.getFileName().toString().matches(service + "-[0-9.]+\\.jar"))
                    .findAny()
                    .orElseThrow();
        }
    }
}
