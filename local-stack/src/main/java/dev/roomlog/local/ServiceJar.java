package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A service's executable jar as the build made it and, for warm starts, its unpacked form with an
 * AOT cache. Both are kept under a name that changes with the jar and the JDK, so an old cache is
 * never used with new classes.
 */
record ServiceJar(String service, Path jar, Path unpacked) {

    private static final String AOT_CACHE = "app.aot";

    static ServiceJar find(Path repository, Path cache, String service) {
        Path target = repository.resolve(service).resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file -> isExecutableJar(file, service))
                        .max(Comparator.comparing(ServiceJar::modified))
                        .map(jar -> new ServiceJar(service, jar, cache.resolve(key(service, jar))))
                        .orElseThrow(() -> missing(service, target));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw missing(service, target);
    }

    /** From the plain jar, or from the unpacked one with its cache when there is one. */
    List<String> command(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.java().toString());
        command.addAll(flags);
        if (isTrained()) {
            command.add("-XX:AOTCache=" + aotCache());
        }
        command.add("-jar");
        command.add((isTrained() ? unpackedJar() : jar).toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    boolean isTrained() {
        return Files.exists(aotCache());
    }

    Path aotCache() {
        return unpacked.resolve(AOT_CACHE);
    }

    Path unpackedJar() {
        return unpacked.resolve(jar.getFileName());
    }

    private static boolean isExecutableJar(Path file, String service) {
        String name = file.getFileName().toString();
        return name.matches(service + "-\\d[\\w.-]*\\.jar")
                && !name.matches(".*-(sources|javadoc|tests)\\.jar");
    }

    private static String key(String service, Path jar) {
        try {
            return "services/%s-%x-%x-jdk%s"
                    .formatted(
                            service,
                            Files.getLastModifiedTime(jar).toMillis(),
                            Files.size(jar),
                            Runtime.version().toString().replace('+', '_'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StackException missing(String service, Path target) {
        return new StackException(
                "There is no jar of %s in %s: run ./mvnw -DskipTests package"
                        .formatted(service, target));
    }
}
