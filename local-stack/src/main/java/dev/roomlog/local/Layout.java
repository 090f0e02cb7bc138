package dev.roomlog.local;

import dev.roomlog.local.kafka.KafkaNodes;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a folder's data was made for and cannot change later: the cluster's ID and its number of
 * nodes.
 */
record Layout(String clusterId, int brokers) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Layout of(StackFolder folder, int brokers) {
        Path file = StackFolder.create(folder.root().resolve("data")).resolve("layout.json");
        if (!Files.exists(file)) {
            StackFolder.writePrivately(
                    file, JSON.writeValueAsString(new Layout(KafkaNodes.newClusterId(), brokers)));
        }
        Layout layout = read(file);
        if (layout.brokers != brokers) {
            throw new StackException(
                    "The data in %s was made with --brokers %d; use that, or another folder with --data."
                            .formatted(folder.root(), layout.brokers));
        }
        return layout;
    }

    private static Layout read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Layout.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
