package dev.roomlog.local.kafka;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;

import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * One node as a process: {@code KafkaBrokerProcess <properties-file> <cluster-id> <ready-file>}.
 * Formats its folder the first time, writes the ready file once it serves clients, and ends on
 * SIGTERM with its logs closed.
 */
public final class KafkaBrokerProcess {

    private static final Logger log = LoggerFactory.getLogger(KafkaBrokerProcess.class);

    private KafkaBrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            format(file, arguments[1]);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.shutdown();
                            server.awaitShutdown();
                        }));
        server.startup();
        Files.writeString(Path.of(arguments[2]), "ready");
        log.info("node {} serves {}", properties.get("node.id"), properties.get("listeners"));
        if (Boolean.getBoolean("roomlog.exit-when-ready")) {
            System.exit(0);
        }
        server.awaitShutdown();
    }

    private static void format(Path properties, String clusterId) {
        int status =
                StorageTool.execute(
                        new String[] {
                            "format",
                            "-t",
                            clusterId,
                            "-c",
                            properties.toString(),
                            "--ignore-formatted"
                        },
                        System.out);
        if (status != 0) {
            throw new IllegalStateException("could not format the folder of " + properties);
        }
    }
}
