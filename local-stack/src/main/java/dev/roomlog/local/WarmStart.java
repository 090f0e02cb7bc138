package dev.roomlog.local;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes, at low priority beside the running stack, what lets each service start faster the next
 * time: its jar unpacked and an AOT cache of what it loads until its context is ready. Failing
 * costs nothing but the speed.
 */
final class WarmStart implements AutoCloseable {

    private final StackOptions options;
    private final List<Part> parts;
    private volatile @Nullable Process current;
    private volatile boolean closed;

    private WarmStart(StackOptions options, List<Part> parts) {
        this.options = options;
        this.parts = parts;
    }

    static WarmStart inBackground(StackOptions options, List<Part> parts) {
        WarmStart training = new WarmStart(options, parts);
        Thread.ofPlatform().daemon().name("warm-start").start(training::trainAll);
        return training;
    }

    @Override
    public void close() {
        closed = true;
        Process running = current;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void trainAll() {
        boolean trained = false;
        for (String service : ServiceLaunches.SERVICES) {
            ServiceJar jar =
                    ServiceJar.find(options.repository(), options.folder().cache(), service);
            if (!closed && !jar.isTrained()) {
                trained |= train(jar);
            }
        }
        if (trained && !closed) {
            options.progress().note("the next start will be faster: class caches are made");
        }
    }

    private boolean train(ServiceJar jar) {
        try {
            removeOlder(jar);
            Files.createDirectories(jar.unpacked());
            String java = JavaCommand.java().toString();
            boolean unpacked =
                    run(
                            jar,
                            List.of(
                                    java,
                                    "-Djarmode=tools",
                                    "-jar",
                                    jar.jar().toString(),
                                    "extract",
                                    "--force",
                                    "--destination",
                                    jar.unpacked().toString()));
            Path draft = jar.unpacked().resolve("draft.aot");
            List<String> training = new ArrayList<>(List.of(java));
            training.addAll(Jvm.flagsOf(jar.service()));
            training.addAll(
                    List.of(
                            "-XX:AOTCacheOutput=" + draft,
                            "-Dspring.context.exit=onRefresh",
                            "-jar"));
            training.add(jar.unpackedJar().toString());
            training.addAll(argumentsOf(jar.service()));
            if (unpacked && run(jar, training) && Files.exists(draft)) {
                Files.move(draft, jar.aotCache(), StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        } catch (IOException e) {
            options.progress()
                    .note("no class cache for %s: %s".formatted(jar.service(), e.getMessage()));
        }
        return false;
    }

    private boolean run(ServiceJar jar, List<String> command) throws IOException {
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
        builder.environment().putAll(environmentOf(jar.service()));
        try {
            Process started = builder.start();
            current = started;
            return started.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Those of the running part, on ports of its own. */
    private List<String> argumentsOf(String service) {
        return partOf(service).launched().command().stream()
                .filter(argument -> argument.startsWith("--"))
                .map(argument ->
                        argument.replaceFirst("^(--(management\\.)?server\\.port=)\\d+$", "$10"))
                .toList();
    }

    private java.util.Map<String, String> environmentOf(String service) {
        return partOf(service).launched().environment();
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

    private static void removeOlder(ServiceJar jar) throws IOException {
        Path all = jar.unpacked().resolveSibling(".").normalize();
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> folders = Files.list(all)) {
            for (Path older :
                    folders.filter(folder ->
                                    folder.getFileName().toString().startsWith(jar.service() + "-"))
                            .toList()) {
                try (Stream<Path> files = Files.walk(older)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
