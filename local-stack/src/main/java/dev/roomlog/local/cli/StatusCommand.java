package dev.roomlog.local.cli;

import dev.roomlog.local.ProcessIdentity;
import dev.roomlog.local.RunState;
import dev.roomlog.local.RunState.RunningPart;
import dev.roomlog.local.StackFolder;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A line for each part: state, process, port, memory, age. Exit code 1 when the stack is not up.
 */
final class StatusCommand {

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    int run(Path data) {
        StackFolder folder = StackFolder.in(data);
        Optional<RunState> state = RunState.read(folder.state());
        if (state.isEmpty() || !state.get().launcher().isAlive()) {
            console.say("Nothing runs in %s.".formatted(folder.root()));
            return 1;
        }
        console.say(
                "%-16s %-9s %8s %6s %9s %8s"
                        .formatted("part", "state", "pid", "port", "memory", "up"));
        long total = 0;
        for (RunningPart part : state.get().parts()) {
            ProcessIdentity process = part.process();
            boolean alive = process != null && process.isAlive();
            long memory = alive && process != null ? process.residentBytes() : 0;
            total += memory;
            console.say(
                    "%-16s %-9s %8s %6d %9s %8s"
                            .formatted(
                                    part.name(),
                                    alive ? (part.ready() ? "ready" : "starting") : "stopped",
                                    alive && process != null ? process.pid() : "-",
                                    part.ports().getFirst(),
                                    alive ? Console.megabytes(memory) : "-",
                                    alive ? age(part) : "-"));
        }
        console.say(
                "%-16s %-9s %8s %6s %9s".formatted("all", "", "", "", Console.megabytes(total)));
        console.say(state.get().url());
        return 0;
    }

    private static String age(RunningPart part) {
        Duration age =
                Duration.between(Instant.ofEpochMilli(part.startedAtMillis()), Instant.now());
        return age.toHours() > 0
                ? "%dh%02dm".formatted(age.toHours(), age.toMinutesPart())
                : "%dm%02ds".formatted(age.toMinutes(), age.toSecondsPart());
    }
}
