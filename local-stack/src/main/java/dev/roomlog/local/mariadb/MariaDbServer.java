package dev.roomlog.local.mariadb;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One server on its own folder: how its data folder is made, and how it is started. */
public record MariaDbServer(
        MariaDbBinaries binaries, Path folder, int port, String password, String rootPassword) {

    public static final String DATABASE = "roomlog";
    public static final String USER = "roomlog";

    private static final List<String> SYSTEM_TABLES =
            List.of(
                    "mariadb_system_tables.sql",
                    "mariadb_performance_tables.sql",
                    "mariadb_system_tables_data.sql",
                    "maria_add_gis_sp_bootstrap.sql");

    public String jdbcUrl() {
        return "jdbc:mysql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    /** Makes the data folder the first time, and the statements that every start carries out. */
    public void prepare(Path log) {
        binaries.unpackIfMissing();
        try {
            if (!Files.isDirectory(data())) {
                createData(log);
            }
            writeAccounts();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public List<String> command() {
        List<String> command = new ArrayList<>(common(data()));
        command.addAll(
                List.of(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        // Relative to the data folder: a socket's full path is limited to 107
                        // characters.
                        "--socket=mysql.sock",
                        "--pid-file=mysql.pid",
                        "--init-file=" + accounts(),
                        "--character-set-server=utf8mb4",
                        "--skip-name-resolve",
                        "--skip-log-bin",
                        // On loopback; without it each start makes an RSA key, up to 40 s of one
                        // core.
                        "--skip-ssl",
                        "--innodb-flush-log-at-trx-commit=1",
                        "--performance-schema=OFF",
                        "--max-connections=100",
                        "--key-buffer-size=1M",
                        "--aria-pagecache-buffer-size=8M",
                        "--innodb-log-buffer-size=4M",
                        "--table-open-cache=400"));
        return List.copyOf(command);
    }

    private List<String> common(Path data) {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        binaries.server().toString(),
                        "--no-defaults",
                        "--basedir=" + binaries.home(),
                        "--lc-messages-dir=" + binaries.share(),
                        "--datadir=" + data,
                        "--innodb-buffer-pool-size=64M",
                        "--innodb-log-file-size=48M"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    /** In a draft folder, so that a first start that is killed leaves nothing half made. */
    private void createData(Path log) throws IOException, InterruptedException {
        Path draft = folder.resolve("data.new");
        delete(draft);
        Files.createDirectories(draft);
        List<String> command = new ArrayList<>(common(draft));
        command.addAll(
                List.of(
                        "--bootstrap",
                        "--skip-ssl",
                        "--log-warnings=0",
                        "--max-allowed-packet=8M"));
        Process bootstrap =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write(
                    "create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=null;\n"
                            .getBytes(StandardCharsets.UTF_8));
            for (String script : SYSTEM_TABLES) {
                Files.copy(binaries.share().resolve(script), in);
            }
        }
        if (bootstrap.waitFor() != 0) {
            throw new IOException("MariaDB could not make its system tables, see " + log);
        }
        Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writeAccounts() throws IOException {
        Path file = accounts();
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                file,
                List.of(
                        "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');",
                        "FLUSH PRIVILEGES;",
                        "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + rootPassword + "';",
                        "CREATE DATABASE IF NOT EXISTS "
                                + DATABASE
                                + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
                        "CREATE USER IF NOT EXISTS '" + USER + "'@'127.0.0.1';",
                        "ALTER USER '" + USER + "'@'127.0.0.1' IDENTIFIED BY '" + password + "';",
                        "GRANT ALL ON " + DATABASE + ".* TO '" + USER + "'@'127.0.0.1';"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path accounts() {
        return folder.resolve("accounts.sql");
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
