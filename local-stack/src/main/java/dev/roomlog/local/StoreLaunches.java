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

    private static final String LOG_FORMAT = "-Dorg.slf4j.simpleLogger.showDateTime=true";

    private final StackFolder folder;
    private final String clusterId;

    StoreLaunches(StackFolder folder, String clusterId) {
        this.folder = folder;
        this.clusterId = clusterId;
    }

    Launch kafka(KafkaNodes nodes, KafkaNodes.Node node) {
        String name = "kafka-" + node.id();
        Path data = folder.data(name);
        Path properties = folder.run().resolve(name + ".properties");
        nodes.writeProperties(node.id(), data, properties);
        Path ready = unready(name);
        return new Launch(
                JavaCommand.ofMain(
                        KafkaBrokerProcess.class,
                        flags("kafka", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                        List.of(properties.toString(), clusterId, ready.toString())),
                Map.of(),
                List.of(node.clientPort(), node.controllerPort()),
                Readiness.file(ready));
    }

    Launch mongo(int port) {
        Path ready = unready("mongo");
        return new Launch(
                JavaCommand.ofMain(
                        MongoStoreProcess.class,
                        flags("mongo", "-Dorg.slf4j.simpleLogger.log.de.bwaldvogel=warn"),
                        List.of(
                                Integer.toString(port),
                                folder.data("mongo").resolve("store.mv").toString(),
                                ready.toString())),
                Map.of(),
                List.of(port),
                Readiness.file(ready));
    }

    Launch mariadb(MariaDbServer server) {
        server.prepare(folder.log("mariadb"));
        return new Launch(
                server.command(),
                Map.of(),
                List.of(server.port()),
                Readiness.greeting(server.port()));
    }

    private static List<String> flags(String program, String logLevel) {
        List<String> flags = new ArrayList<>(Jvm.flagsOf(program));
        flags.add(LOG_FORMAT);
        flags.add(logLevel);
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
