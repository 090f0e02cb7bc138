package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the JVM remembers of a program's classes, so that its next start is faster. Its folder's
 * name changes with the program's jar and the JDK; where it does not fit all the same, the JVM
 * notices and goes without.
 */
record AotCache(Path folder) {

    static AotCache of(Path cache, String program, Path jar) {
        try {
            return new AotCache(
                    cache.resolve(
                            "programs/%s-%x-%x-jdk%s"
                                    .formatted(
                                            program,
                                            Files.getLastModifiedTime(jar).toMillis(),
                                            Files.size(jar),
                                            Runtime.version().toString().replace('+', '_'))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
