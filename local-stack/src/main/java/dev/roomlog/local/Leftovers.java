package dev.roomlog.local;

import dev.roomlog.local.RunState.RunningPart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Processes of a folder whose launcher is gone: those its state file names and those that carry the
 * folder in their environment (they were started, but the launcher died before it wrote that down).
 */
final class Leftovers {

    /** Set in every part's environment to the folder it belongs to. */
    static final String MARK = "ROOMLOG_STACK_FOLDER";

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final StackFolder folder;

    Leftovers(StackFolder folder) {
        this.folder = folder;
    }

    List<ProcessIdentity> find() {
        Set<ProcessIdentity> found = new LinkedHashSet<>();
        Optional<RunState> state = RunState.read(folder.state());
        state.stream()
                .flatMap(run -> run.parts().stream())
                .map(RunningPart::process)
                .filter(Objects::nonNull)
                .filter(ProcessIdentity::isAlive)
                .forEach(found::add);
        ProcessHandle.allProcesses()
                .filter(process -> isMarked(process.pid()))
                .map(process -> ProcessIdentity.of(process.pid()))
                .flatMap(Optional::stream)
                .forEach(found::add);
        return List.copyOf(found);
    }

    /** Returns how many there were; they are gone afterwards. */
    int stop() {
        List<ProcessIdentity> left = find();
        stop(left, GRACE);
        return left.size();
    }

    /** SIGTERM for all, then, for those that still live after the grace, SIGKILL. */
    static void stop(List<ProcessIdentity> processes, Duration grace) {
        processes.forEach(process -> process.signal(false));
        awaitEnd(processes, grace);
        processes.forEach(process -> process.signal(true));
        awaitEnd(processes, Duration.ofSeconds(10));
    }

    private static void awaitEnd(List<ProcessIdentity> processes, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(ProcessIdentity::isAlive) && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isMarked(long pid) {
        try {
            String environment =
                    Files.readString(
                            Path.of("/proc", Long.toString(pid), "environ"),
                            StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0", -1))
                    .anyMatch((MARK + "=" + folder.root())::equals);
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }
}
