package dev.roomlog.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A small shell that outlives this JVM if it is killed, and then ends the parts. It needs no
 * polling: the pipe between the two closes when the JVM is gone.
 */
final class Watchdog implements AutoCloseable {

    private final Process shell;
    private final PrintStream orders;

    private Watchdog(Process shell) {
        this.shell = shell;
        this.orders = new PrintStream(shell.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    static Watchdog startedFrom(Path runFolder) {
        Path script = runFolder.resolve("watchdog.sh");
        try (InputStream source =
                Objects.requireNonNull(Watchdog.class.getResourceAsStream("watchdog.sh"))) {
            Files.write(script, source.readAllBytes());
            return new Watchdog(
                    new ProcessBuilder(Part.inOwnSession("/bin/sh", script.toString()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void watch(ProcessIdentity process) {
        orders.printf("+ %d %d%n", process.pid(), process.startTicks());
    }

    synchronized void forget(ProcessIdentity process) {
        orders.printf("- %d %d%n", process.pid(), process.startTicks());
    }

    @Override
    public synchronized void close() {
        orders.println("done");
        orders.close();
        shell.destroy();
    }
}
