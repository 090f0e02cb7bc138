package dev.roomlog.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** A page of {@code docs/benchmarks}: figures, and when, where and how they were measured. */
final class BenchmarkPage {

    private final String name;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param name of the file, without its ending
     */
    BenchmarkPage(String name) {
        this.name = name;
    }

    BenchmarkPage add(String lines) {
        text.append(lines);
        return this;
    }

    /**
     * @param more options of the command, besides the class
     */
    void write(Class<?> benchmark, String... more) {
        add(
                """

                %s, commit %s, on a machine with %d cores (%s) that ran all of the stack and this client.

                ```
                ./mvnw -pl system-tests -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \\
                  -Dit.test=%s -Dfailsafe.failIfNoSpecifiedTests=false%s
                ```
                """
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                commit(),
                                Runtime.getRuntime().availableProcessors(),
                                processor(),
                                benchmark.getSimpleName(),
                                String.join(
                                        "",
                                        List.of(more).stream()
                                                .map(option -> " " + option)
                                                .toList())));
        Path file = Path.of("..", "docs", "benchmarks", name + ".md");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(text);
    }

    /** The smallest that at least so many percent do not exceed. */
    static long percentile(List<Long> all, int percent) {
        List<Long> sorted = all.stream().sorted().toList();
        int rank = Math.ceilDiv(percent * sorted.size(), 100);
        return sorted.get(Math.max(0, rank - 1));
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
