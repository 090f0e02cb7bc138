package dev.roomlog.local;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stops the stack of a folder from outside: asks its launcher to, and ends what has no launcher any
 * more.
 */
public final class StackStop {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What there was to stop. */
    public sealed interface Outcome {

        record NothingRan() implements Outcome {}

        record Stopped() implements Outcome {}

        record CleanedUp(int processes) implements Outcome {}
    }

    private final StackFolder folder;

    public StackStop(StackFolder folder) {
        this.folder = folder;
    }

    public Outcome run() {
        if (!Files.isDirectory(folder.root())) {
            return new Outcome.NothingRan();
        }
        Optional<ProcessIdentity> launcher =
                RunState.read(folder.state())
                        .map(RunState::launcher)
                        .filter(ProcessIdentity::isAlive);
        boolean ran = isHeld() && launcher.isPresent();
        if (ran) {
            Leftovers.stop(launcher.stream().toList(), PATIENCE);
        }
        int left = new Leftovers(folder).stop();
        if (ran) {
            return new Outcome.Stopped();
        }
        return left > 0 ? new Outcome.CleanedUp(left) : new Outcome.NothingRan();
    }

    /**
     * The launcher's number alone would not do: a test may run a stack in a JVM that does other
     * things too.
     */
    private boolean isHeld() {
        FolderLock lock = FolderLock.tryOf(folder);
        if (lock == null) {
            return true;
        }
        lock.close();
        return false;
    }

    /** For commands that must not touch a running stack's folder. */
    public List<ProcessIdentity> running() {
        return Files.isDirectory(folder.root()) ? new Leftovers(folder).find() : List.of();
    }
}
