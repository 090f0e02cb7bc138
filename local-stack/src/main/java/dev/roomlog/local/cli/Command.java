package dev.roomlog.local.cli;

import dev.roomlog.local.StackOptions;

import java.nio.file.Path;

/** What was asked for, each with all it needs. */
sealed interface Command {

    record Up(Path data, int edges, int brokers, int port) implements Command {

        /**
         * @throws dev.roomlog.local.StackException if there is no such stack
         */
        StackOptions options() {
            return StackOptions.in(data).withEdges(edges).withBrokers(brokers).withPort(port);
        }
    }

    record Down(Path data) implements Command {}

    record Status(Path data) implements Command {}

    record Logs(Path data, String part) implements Command {}

    record Reset(Path data, boolean confirmed) implements Command {}

    /** Not understood; the message says what. */
    record Wrong(String message) implements Command {}
}
