package dev.roomlog.local;

import java.nio.file.Path;
import java.time.Duration;

/** Told what happens while a stack starts, runs and stops; called from several threads. */
public interface Progress {

    void note(String line);

    void starting(String part);

    /** Called every few seconds while a part is alive but not ready. */
    void waiting(String part, Duration since);

    void ready(String part, Duration took);

    void stopped(String part);

    /** The part ended by itself. */
    void died(String part, int exitCode, Path log);

    static Progress silent() {
        return new Progress() {
            @Override
            public void note(String line) {}

            @Override
            public void starting(String part) {}

            @Override
            public void waiting(String part, Duration since) {}

            @Override
            public void ready(String part, Duration took) {}

            @Override
            public void stopped(String part) {}

            @Override
            public void died(String part, int exitCode, Path log) {}
        };
    }
}
