package dev.roomlog.local.cli;

import dev.roomlog.local.Progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Progress as lines, one for each thing that happened. */
final class Console implements Progress {

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    @Override
    public void note(String line) {
        say("  " + line);
    }

    @Override
    public void starting(String part) {
        say("  %-16s starting".formatted(part));
    }

    @Override
    public void waiting(String part, Duration since) {
        say(
                "  %-16s still starting (%d s; a busy machine takes its time)"
                        .formatted(part, since.toSeconds()));
    }

    @Override
    public void ready(String part, Duration took) {
        say("  %-16s ready    %s".formatted(part, seconds(took)));
    }

    @Override
    public void stopped(String part) {
        say("  %-16s stopped".formatted(part));
    }

    @Override
    public void died(String part, int exitCode, Path log) {
        say("  %-16s DIED with code %d, see %s".formatted(part, exitCode, log));
    }

    void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String megabytes(long bytes) {
        return "%d MiB".formatted(bytes >> 20);
    }
}
