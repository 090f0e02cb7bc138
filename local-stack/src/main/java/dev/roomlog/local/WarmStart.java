package dev.roomlog.local;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes, at low priority beside the running stack, what lets each JVM start faster the next time:
 * an AOT cache of what it loads until it is ready, and for services their jar unpacked, as a cache
 * needs it. Failing costs nothing but the speed.
 */
final class WarmStart implements AutoCloseable {

    private final StackOptions options;
    private final StoreLaunches stores;
    private final Ports ports;
    private final List<Part> parts;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("warm-start").unstarted(this::trainAll);
    private volatile @Nullable Process current;
    private volatile boolean closed;

    private WarmStart(StackOptions options, StoreLaunches stores, Ports ports, List<Part> parts) {
        this.options = options;
        this.stores = stores;
        this.ports = ports;
        this.parts = parts;
    }

    static WarmStart inBackground(
            StackOptions options, StoreLaunches stores, Ports ports, List<Part> parts) {
        WarmStart training = new WarmStart(options, stores, ports, parts);
        training.thread.start();
        return training;
    }

    /** Afterwards nothing of it runs, and nothing writes to the folder. */
    @Override
    public void close() {
        closed = true;
        Process running = current;
        if (running != null) {
            end(running);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the JVM that writes the cache down, which the one that learned starts at its end. */
    private static void end(Process training) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(training.toHandle()), training.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private void trainAll() {
        boolean learned = false;
        for (String service : ServiceLaunches.SERVICES) {
            ServiceJar jar = ServiceJar.find(options, service);
            learned |= train(jar.cache(), service, output -> trainService(jar, output));
        }
        if (JavaCommand.ownJar().isPresent()) {
            for (String store : List.of("kafka", "mongo")) {
                AotCache cache =
                        AotCache.of(options.folder().cache(), store, JavaCommand.ownJar().get());
                learned |= train(cache, store, output -> trainStore(store, output));
            }
        }
        if (learned && !closed) {
            options.progress().note("class caches are made: the next start is faster");
        }
    }

    @FunctionalInterface
    private interface Training {
        boolean learn(Path output) throws IOException;
    }

    /** The cache appears complete or not at all. */
    private boolean train(AotCache cache, String program, Training training) {
        if (closed || cache.isMade()) {
            return false;
        }
        try {
            removeOlder(cache, program);
            Files.createDirectories(cache.folder());
            Path output = cache.folder().resolve("draft.aot");
            if (training.learn(output) && Files.exists(output)) {
                Files.move(output, cache.file(), StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        } catch (IOException e) {
            options.progress().note("no class cache for %s: %s".formatted(program, e.getMessage()));
        }
        return false;
    }

    private boolean trainService(ServiceJar jar, Path output) throws IOException {
        Launch launch = partOf(jar.service()).launched();
        return run(jar.unpacking(), Map.of())
                && run(jar.training(output, onOtherPorts(launch.command())), launch.environment());
    }

    private boolean trainStore(String store, Path output) throws IOException {
        Path scratch = Files.createTempDirectory(options.folder().run(), "training-");
        try {
            return run(stores.training(store, scratch, output, ports), Map.of());
        } finally {
            Folders.delete(scratch);
        }
    }

    private boolean run(List<String> command, Map<String, String> environment) throws IOException {
        if (closed) {
            return false;
        }
        List<String> gently = new ArrayList<>(List.of("nice", "-n", "19"));
        gently.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(Part.inOwnSession(gently.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        options.folder().log("warm-start").toFile()));
        builder.environment().put(Leftovers.MARK, options.folder().root().toString());
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            current = started;
            if (closed) {
                end(started);
            }
            return started.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the running part was told, but for the ports it holds. */
    private static List<String> onOtherPorts(List<String> command) {
        return command.stream()
                .filter(argument -> argument.startsWith("--"))
                .map(argument ->
                        argument.replaceFirst("^(--(management\\.)?server\\.port=)\\d+$", "$10"))
                .toList();
    }

    private Part partOf(String service) {
        String name =
                switch (service) {
                    case "websocket-service" -> "edge-1";
                    case "gateway-service" -> "gateway";
                    default -> service;
                };
        return parts.stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
    }

    private static void removeOlder(AotCache cache, String program) throws IOException {
        Path all = cache.folder().resolveSibling(".").normalize();
        if (Files.isDirectory(all)) {
            try (var folders = Files.list(all)) {
                for (Path older :
                        folders.filter(folder ->
                                        folder.getFileName().toString().startsWith(program + "-"))
                                .toList()) {
                    Folders.delete(older);
                }
            }
        }
    }
}
