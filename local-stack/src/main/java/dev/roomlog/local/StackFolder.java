package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a stack keeps what: {@code data/} (what must not be lost), {@code logs/}, {@code run/}
 * (state of the running one), {@code secrets/} (0600) and {@code cache/} (unpacked binaries; may be
 * shared by stacks).
 */
public record StackFolder(Path root, Path cache) {

    public StackFolder {
        root = root.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    public static StackFolder in(Path root) {
        return new StackFolder(root, root.resolve("cache"));
    }

    public Path data(String part) {
        return create(root.resolve("data").resolve(part));
    }

    public Path log(String part) {
        return create(root.resolve("logs")).resolve(part + ".log");
    }

    public Path run() {
        return create(root.resolve("run"));
    }

    public Path state() {
        return root.resolve("run").resolve("state.json");
    }

    Path secrets() {
        return create(root.resolve("secrets"));
    }

    /** Only their owner may look inside: there are passwords and keys. */
    static Path create(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException e) {
            throw new StackException(
                    "Cannot create the folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Writes a file that only its owner can read, all at once or not at all. */
    static void writePrivately(Path file, String text) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, text);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
