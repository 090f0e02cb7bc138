package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * What the JVM remembers of a program's classes, so that its next start is faster. Its folder's
 * name changes with the program's jar and the JDK; where it does not fit all the same, the JVM
 * notices and goes without.
 */
record AotCache(Path folder) {

    static AotCache of(Path cache, String program, Path jar) {
        return new AotCache(
                cache.resolve(
                        "programs/%s-%s-jdk%s"
                                .formatted(
                                        program,
                                        fingerprint(jar),
                                        Runtime.version().toString().replace('+', '_'))));
    }

    Path file() {
        return folder.resolve("app.aot");
    }

    boolean isMade() {
        return Files.exists(file());
    }

    /** For a start that uses it, if there is one. */
    List<String> flags() {
        return isMade() ? List.of("-XX:AOTCache=" + file()) : List.of();
    }

    /**
     * Of the contents, from the jar's directory, as reproducible builds give all jars one date; and
     * of the date, as the JVM refuses a cache after it changed.
     */
    private static String fingerprint(Path jar) {
        CRC32 sum = new CRC32();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(entry -> entry.getName() + entry.getCrc() + "/" + entry.getSize())
                    .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
            return "%08x-%x".formatted(sum.getValue(), Files.getLastModifiedTime(jar).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
