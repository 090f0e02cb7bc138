package dev.roomlog.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process of Node.js that runs {@code @stomp/stompjs} as docs/clients.md shows it. */
final class StompJs implements AutoCloseable {

    private static final String ARTIFACT = "META-INF/maven/org.webjars.npm/stomp__stompjs/";

    /** Ends with whoever started it. */
    private static final String MAIN =
            """
            import { follow } from "./follow.mjs";
            const [url, token, room] = process.argv.slice(2);
            follow(url, () => token, room, (event, body, position) => console.log(event, position ?? -1));
            process.stdin.on("end", () => process.exit()).resume();
            """;

    private final Process process;

    private StompJs(Process process) {
        this.process = process;
    }

    /** Whether there is a Node.js that knows WebSockets. */
    static boolean canRun() {
        try {
            return new ProcessBuilder("node", "--experimental-websocket", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false; // there is none at all
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param heard is told the name and the position of each event, in order
     */
    static StompJs start(Path folder, String url, String token, String room, Consumer<String> heard)
            throws IOException {
        unpackTo(folder.resolve("node_modules/@stomp/stompjs"));
        Files.writeString(folder.resolve("follow.mjs"), DocumentedClients.javaScript());
        Files.writeString(folder.resolve("main.mjs"), MAIN);
        Process node =
                new ProcessBuilder(
                                List.of(
                                        "node",
                                        "--experimental-websocket",
                                        "main.mjs",
                                        url,
                                        token,
                                        room))
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("errors.log").toFile())
                        .start();
        Thread.ofVirtual().start(() -> read(node, heard));
        return new StompJs(node);
    }

    private static void read(Process node, Consumer<String> heard) {
        try (BufferedReader lines = node.inputReader()) {
            lines.lines().forEach(heard);
        } catch (IOException e) {
            heard.accept("broken " + e);
        }
    }

    private static void unpackTo(Path folder) throws IOException {
        Properties artifact = new Properties();
        ClassLoader loader = StompJs.class.getClassLoader();
        URI place;
        try (InputStream in =
                Objects.requireNonNull(loader.getResourceAsStream(ARTIFACT + "pom.properties"))) {
            artifact.load(in);
            place = URI.create(String.valueOf(loader.getResource(ARTIFACT + "pom.properties")));
        }
        Path jar = Path.of(URI.create(place.getSchemeSpecificPart().replaceFirst("!.*", "")));
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path from =
                    files.getPath(
                            "META-INF/resources/webjars/stomp__stompjs",
                            artifact.getProperty("version"));
            try (Stream<Path> all = Files.walk(from)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    Path to = folder.resolve(from.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
