package dev.roomlog.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What to start, and where. {@code port} 0 is any free one; {@code reservedEdges} are addresses the
 * gateway knows but nobody listens on until {@link LocalStack#addEdge()}. {@code properties} are
 * extra ones by service name.
 */
public record StackOptions(
        StackFolder folder,
        Path repository,
        int edges,
        int brokers,
        int port,
        int reservedEdges,
        boolean services,
        boolean trained,
        boolean shortLived,
        Map<String, Map<String, String>> properties,
        Progress progress) {

    public StackOptions {
        properties = Map.copyOf(properties);
        if (edges < 1 || edges > 20) {
            throw new StackException(
                    "The number of edges is between 1 and 20, not %d.".formatted(edges));
        }
        if (brokers != 1 && brokers != 3) {
            throw new StackException("The number of brokers is 1 or 3, not %d.".formatted(brokers));
        }
        if (port < 0 || port > 65_535) {
            throw new StackException("%d is not a port.".formatted(port));
        }
    }

    /**
     * Two edges, one broker, any free port; unpacked binaries are shared by all stacks of the
     * checkout.
     */
    public static StackOptions in(Path folder) {
        Path repository = repositoryAround(Path.of("").toAbsolutePath());
        return new StackOptions(
                new StackFolder(folder, repository.resolve(".roomlog/cache")),
                repository,
                2,
                1,
                0,
                0,
                true,
                false,
                false,
                Map.of(),
                Progress.silent());
    }

    public StackOptions withEdges(int count) {
        return new StackOptions(
                folder,
                repository,
                count,
                brokers,
                port,
                reservedEdges,
                services,
                trained,
                shortLived,
                properties,
                progress);
    }

    public StackOptions withBrokers(int count) {
        return new StackOptions(
                folder,
                repository,
                edges,
                count,
                port,
                reservedEdges,
                services,
                trained,
                shortLived,
                properties,
                progress);
    }

    public StackOptions withPort(int gatewayPort) {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                gatewayPort,
                reservedEdges,
                services,
                trained,
                shortLived,
                properties,
                progress);
    }

    public StackOptions withReservedEdges(int count) {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                count,
                services,
                trained,
                shortLived,
                properties,
                progress);
    }

    public StackOptions withRepository(Path checkout) {
        return new StackOptions(
                new StackFolder(folder.root(), checkout.resolve(".roomlog/cache")),
                checkout.toAbsolutePath().normalize(),
                edges,
                brokers,
                port,
                reservedEdges,
                services,
                trained,
                shortLived,
                properties,
                progress);
    }

    public StackOptions withProgress(Progress listener) {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                reservedEdges,
                services,
                trained,
                shortLived,
                properties,
                listener);
    }

    /** For all processes of that service. */
    public StackOptions withProperty(String service, String key, String value) {
        Map<String, String> ofService = new HashMap<>(properties.getOrDefault(service, Map.of()));
        ofService.put(key, value);
        Map<String, Map<String, String>> all = new HashMap<>(properties);
        all.put(service, Map.copyOf(ofService));
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                reservedEdges,
                services,
                trained,
                shortLived,
                all,
                progress);
    }

    public StackOptions onlyStores() {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                reservedEdges,
                false,
                trained,
                shortLived,
                properties,
                progress);
    }

    /** Makes, in the background of the first start, what lets later ones start faster. */
    public StackOptions trainingForWarmStarts() {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                reservedEdges,
                services,
                true,
                shortLived,
                properties,
                progress);
    }

    /** For minutes, as in tests: the optimising compiler would cost more than it gives back. */
    public StackOptions forShortLife() {
        return new StackOptions(
                folder,
                repository,
                edges,
                brokers,
                port,
                reservedEdges,
                services,
                trained,
                true,
                properties,
                progress);
    }

    private static Path repositoryAround(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("local-stack/pom.xml"))) {
                return folder;
            }
        }
        return start;
    }
}
