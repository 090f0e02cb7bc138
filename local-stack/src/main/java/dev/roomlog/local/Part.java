package dev.roomlog.local;

import dev.roomlog.local.RunState.RunningPart;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One process of the stack, which can be killed and started again on the same ports. Safe for
 * several threads; starts and stops of one part do not overlap.
 */
public final class Part {

    static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);
    private static final long LARGE_LOG = 10 << 20;
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH");

    /** What a part needs of the stack it belongs to. */
    record Context(StackFolder folder, Progress progress, Watchdog watchdog, Runnable changed) {}

    private final String name;
    private final List<Integer> ports;
    private final Launch.Preparation preparation;
    private final Context context;

    // Written under this part's lock; read without it, as a stop may hold the lock for long.
    private volatile @Nullable Process process;
    private volatile @Nullable ProcessIdentity identity;
    private volatile @Nullable Launch launch;
    private volatile Instant startedAt = Instant.EPOCH;
    private volatile boolean ready;
    private volatile boolean stopping;
    private volatile boolean retired;

    Part(String name, List<Integer> ports, Launch.Preparation preparation, Context context) {
        this.name = name;
        this.ports = List.copyOf(ports);
        this.preparation = preparation;
        this.context = context;
    }

    public String name() {
        return name;
    }

    /** Where clients reach it. */
    public int port() {
        return ports.getFirst();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The management port of a service; the second port of any other part. */
    public int managementPort() {
        return ports.getLast();
    }

    public Path logFile() {
        return context.folder().log(name);
    }

    public long pid() {
        ProcessIdentity known = identity;
        if (known == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return known.pid();
    }

    /** How it was started last. */
    Launch launched() {
        return Objects.requireNonNull(launch, () -> name + " was never started");
    }

    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Starts the process and returns at once; see {@link #awaitReady()}. */
    public Part start() {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        startedAt = Instant.now();
        context.progress().starting(name);
        Launch prepared = preparation.prepare();
        synchronized (this) {
            if (retired) {
                throw new StackException(name + " is not started any more: the stack stops");
            }
            launch = prepared;
            ready = false;
            stopping = false;
            run(prepared);
        }
        context.changed().run();
        return this;
    }

    /** Waits as long as the process lives, at most five minutes. */
    public Part awaitReady() {
        return awaitReady(DEFAULT_LIMIT);
    }

    public Part awaitReady(Duration limit) {
        Process waitedFor = process;
        Launch waitedLaunch = launch;
        if (waitedFor == null || waitedLaunch == null) {
            throw new IllegalStateException(name + " is not started");
        }
        Duration reported = Duration.ZERO;
        while (!waitedLaunch.readiness().isReady()) {
            Duration waited = Duration.between(startedAt, Instant.now());
            if (ended(waitedFor)) {
                throw new StackException(
                        "%s ended with code %d before it was ready. Its log, %s, ends with:%n%s"
                                .formatted(name, waitedFor.exitValue(), logFile(), lastLines()));
            }
            if (waited.compareTo(limit) > 0) {
                throw new StackException(
                        "%s is not ready after %d s, see %s"
                                .formatted(name, waited.toSeconds(), logFile()));
            }
            if (waited.minus(reported).compareTo(BETWEEN_REPORTS) >= 0) {
                reported = waited;
                context.progress().waiting(name, waited);
            }
        }
        ready = true;
        context.progress().ready(name, Duration.between(startedAt, Instant.now()));
        context.changed().run();
        return this;
    }

    /** SIGKILL; returns when the process is gone. */
    public Part kill() {
        end(true, Duration.ZERO);
        return this;
    }

    /** SIGTERM, and SIGKILL when the grace is over; returns when the process is gone. */
    public Part stop(Duration grace) {
        end(false, grace);
        return this;
    }

    /** Stops it for good: a start under way elsewhere fails. */
    void retire(Duration grace) {
        retired = true;
        end(false, grace);
    }

    RunningPart state() {
        return new RunningPart(
                name,
                isRunning() ? identity : null,
                startedAt.toEpochMilli(),
                ready && isRunning(),
                ports,
                logFile().toString());
    }

    /**
     * A session of its own keeps Ctrl-C and the closing of a terminal away from a part, so that the
     * launcher alone decides who stops when.
     */
    static List<String> inOwnSession(String... command) {
        List<String> all = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            all.add("/usr/bin/setsid");
        }
        all.addAll(List.of(command));
        return all;
    }

    /** A log that has become large makes way at the next start; one older one is kept. */
    private void rotateLog() throws IOException {
        Path log = logFile();
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.move(
                    log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void run(Launch prepared) {
        ProcessBuilder builder =
                new ProcessBuilder(inOwnSession(prepared.command().toArray(String[]::new)))
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(prepared.environment());
        environment.put(Leftovers.MARK, context.folder().root().toString());
        try {
            rotateLog();
            Process started = builder.start();
            process = started;
            ProcessIdentity known =
                    ProcessIdentity.of(started.pid())
                            .orElseThrow(() ->
                                    new StackException(name + " ended at once, see " + logFile()));
            identity = known;
            context.watchdog().watch(known);
            Thread.ofVirtual().start(() -> reportDeath(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reportDeath(Process started) {
        try {
            int code = started.waitFor();
            if (!stopping) {
                context.progress().died(name, code, logFile());
                context.changed().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(boolean force, Duration grace) {
        if (endAlone(force, grace)) {
            context.changed().run();
        }
    }

    private synchronized boolean endAlone(boolean force, Duration grace) {
        Process current = process;
        ProcessIdentity known = identity;
        if (current == null || known == null) {
            return false;
        }
        stopping = true;
        ready = false;
        try {
            known.signal(force);
            if (!force && !current.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                context.progress()
                        .note(
                                "%s did not stop within %d s: killed"
                                        .formatted(name, grace.toSeconds()));
                known.signal(true);
            }
            current.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.watchdog().forget(known);
        process = null;
        context.progress().stopped(name);
        return true;
    }

    private boolean ended(Process waitedFor) {
        try {
            return waitedFor.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while waiting for " + name, e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(logFile(), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (IOException e) {
            return "(unreadable: %s)".formatted(e.getMessage());
        }
    }
}
