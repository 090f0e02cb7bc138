package dev.roomlog.local;

import com.fasterxml.jackson.annotation.JsonIgnore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told apart from a later one with the same number: the kernel's start time of the
 * process (clock ticks since boot) and the boot it belongs to.
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of a process that runs now; empty when there is none (a zombie is none). */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name, in parentheses, may contain blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z")
                    ? Optional.empty()
                    : Optional.of(
                            new ProcessIdentity(pid, Long.parseLong(fields[19]), currentBoot()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @JsonIgnore
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** SIGTERM, or SIGKILL; never to another process that got the number meanwhile. */
    void signal(boolean force) {
        if (isAlive()) {
            ProcessHandle.of(pid)
                    .ifPresent(force ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        }
    }

    /** Resident memory in bytes; 0 when the process is gone. */
    public long residentBytes() {
        try {
            String pages =
                    Files.readString(Path.of("/proc", Long.toString(pid), "statm"))
                            .split(" ", 3)[1];
            return isAlive() ? Long.parseLong(pages) * 4096 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String currentBoot() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }
}
