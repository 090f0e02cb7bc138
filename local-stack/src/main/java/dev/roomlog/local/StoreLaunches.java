package dev.roomlog.local;

import dev.roomlog.local.kafka.KafkaBrokerProcess;
import dev.roomlog.local.kafka.KafkaNodes;
import dev.roomlog.local.mariadb.MariaDbServer;
import dev.roomlog.local.mongo.MongoStoreProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the three stores are started, each on a data folder of its own. */
final class StoreLaunches {

    private static final List<String> COMMON =
            List.of(
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                    // Both use what newer JDKs warn about, at length and without need.
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final StackFolder folder;
    private final String clusterId;

    StoreLaunches(StackFolder folder, String clusterId) {
        this.folder = folder;
        this.clusterId = clusterId;
    }

    Launch kafka(KafkaNodes nodes, KafkaNodes.Node node) {
        String name = "kafka-" + node.id();
        Path ready = unready(name);
        return new Launch(
                kafkaCommand(nodes, node, folder.data(name), folder.run(), ready, cache("kafka")),
                Map.of(),
                List.of(node.clientPort(), node.controllerPort()),
                Readiness.file(ready));
    }

    Launch mongo(int port) {
        Path ready = unready("mongo");
        return new Launch(
                mongoCommand(port, folder.data("mongo"), ready, cache("mongo")),
                Map.of(),
                List.of(port),
                Readiness.file(ready));
    }

    /**
     * A start in a scratch folder that ends when it is ready and leaves what it learned in the
     * output file.
     */
    List<String> training(String program, Path scratch, Path output, Ports ports) {
        List<String> learning =
                List.of("-XX:AOTCacheOutput=" + output, "-Droomlog.exit-when-ready=true");
        Path ready = scratch.resolve("ready");
        if (program.equals("mongo")) {
            return mongoCommand(ports.free(), scratch, ready, learning);
        }
        KafkaNodes.Node node = new KafkaNodes.Node(1, ports.free(), ports.free());
        return kafkaCommand(
                new KafkaNodes(List.of(node)),
                node,
                scratch.resolve("data"),
                scratch,
                ready,
                learning);
    }

    private List<String> kafkaCommand(
            KafkaNodes nodes,
            KafkaNodes.Node node,
            Path data,
            Path run,
            Path ready,
            List<String> cacheFlags) {
        Path properties = run.resolve("kafka-" + node.id() + ".properties");
        nodes.writeProperties(node.id(), data, properties);
        return JavaCommand.ofMain(
                KafkaBrokerProcess.class,
                flags("kafka", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", cacheFlags),
                List.of(properties.toString(), clusterId, ready.toString()));
    }

    private static List<String> mongoCommand(
            int port, Path data, Path ready, List<String> cacheFlags) {
        return JavaCommand.ofMain(
                MongoStoreProcess.class,
                flags("mongo", "-Dorg.slf4j.simpleLogger.log.de.bwaldvogel=warn", cacheFlags),
                List.of(
                        Integer.toString(port),
                        data.resolve("store.mv").toString(),
                        ready.toString()));
    }

    private List<String> cache(String program) {
        return JavaCommand.ownJar()
                .map(jar -> AotCache.of(folder.cache(), program, jar).flags())
                .orElse(List.of());
    }

    Launch mariadb(MariaDbServer server) {
        server.prepare(folder.log("mariadb"));
        return new Launch(
                server.command(),
                Map.of(),
                List.of(server.port()),
                Readiness.greeting(server.port()));
    }

    private static List<String> flags(String program, String logLevel, List<String> cacheFlags) {
        List<String> flags = new ArrayList<>(Jvm.flagsOf(program));
        flags.addAll(COMMON);
        flags.add(logLevel);
        flags.addAll(cacheFlags);
        return flags;
    }

    /**
     * The file by which the process will say that it is ready; an old one would speak too early.
     */
    private Path unready(String name) {
        Path file = folder.run().resolve(name + ".ready");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
