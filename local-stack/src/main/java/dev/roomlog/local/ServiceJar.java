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
 * AOT cache.
 */
record ServiceJar(String service, Path jar, AotCache cache, List<String> flags) {

    static ServiceJar find(StackOptions options, String service) {
        Path target = options.repository().resolve(service).resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file -> isExecutableJar(file, service))
                        .max(Comparator.comparing(ServiceJar::modified))
                        .map(jar ->
                                new ServiceJar(
                                        service,
                                        jar,
                                        AotCache.of(options.folder().cache(), service, jar),
                                        Jvm.flagsOf(service, options.shortLived())))
                        .orElseThrow(() -> missing(service, target));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw missing(service, target);
    }

    /** From the plain jar, or from the unpacked one with its cache when there is one. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.java().toString());
        command.addAll(flags);
        command.addAll(cache.flags());
        command.add("-jar");
        command.add((cache.isMade() ? unpackedJar() : jar).toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    List<String> unpacking() {
        return List.of(
                JavaCommand.java().toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                cache.folder().toString());
    }

    /** Ends by itself when the context is complete, before it serves or consumes anything. */
    List<String> training(Path output, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.java().toString());
        command.addAll(flags);
        command.add("-XX:AOTCacheOutput=" + output);
        command.add("-Dspring.context.exit=onRefresh");
        command.add("-jar");
        command.add(unpackedJar().toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private Path unpackedJar() {
        return cache.folder().resolve(jar.getFileName());
    }

    private static boolean isExecutableJar(Path file, String service) {
        String name = file.getFileName().toString();
        return name.matches(service + "-\\d[\\w.-]*\\.jar")
                && !name.matches(".*-(sources|javadoc|tests)\\.jar");
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
