package dev.roomlog.local.cli;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.StackOptions;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the stack, says where it is, and stays until a signal ends this process; a hook then stops
 * the parts.
 */
final class UpCommand {

    private final Path repository;
    private final Console console;

    UpCommand(Path repository, Console console) {
        this.repository = repository;
        this.console = console;
    }

    int run(Command.Up up) {
        Instant start = Instant.now();
        StackOptions options =
                up.options()
                        .withRepository(repository)
                        .withProgress(console)
                        .trainingForWarmStarts();
        console.say("Starting Roomlog in %s".formatted(options.folder().root()));
        LocalStack stack = LocalStack.start(options);
        console.say("");
        console.say(
                "Roomlog is up after %s, in %s of memory: %s"
                        .formatted(
                                Console.seconds(Duration.between(start, Instant.now())),
                                Console.megabytes(stack.residentBytes()),
                                stack.gatewayUrl()));
        stack.adminPassword().ifPresent(this::showOnce);
        console.say("Ctrl-C stops it; what was said stays.");
        waitForSignal();
        return 0;
    }

    private void showOnce(String password) {
        console.say("");
        console.say("  The administrator is   admin");
        console.say("  with the password      " + password);
        console.say(
                "  It is shown only this once and kept nowhere: note it, or change it after signing in."
                        + " Lost it? ./roomlog reset starts over with an empty stack.");
        console.say("");
    }

    private static void waitForSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
