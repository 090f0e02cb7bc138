package dev.roomlog.local.cli;

import dev.roomlog.local.StackException;
import dev.roomlog.local.StackFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows the end of a part's log and what is added to it, until Ctrl-C. */
final class LogsCommand {

    private final Console console;

    LogsCommand(Console console) {
        this.console = console;
    }

    int run(Command.Logs logs) {
        Path folder = StackFolder.in(logs.data()).root().resolve("logs");
        Path log = folder.resolve(logs.part() + ".log");
        if (!log.normalize().startsWith(folder) || !Files.isRegularFile(log)) {
            throw new StackException(
                    "There is no log of %s; there are: %s".formatted(logs.part(), known(folder)));
        }
        console.say(log.toString());
        try {
            return new ProcessBuilder("tail", "-n", "200", "-F", log.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("Cannot show %s: %s".formatted(log, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String known(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "none yet";
        }
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.map(log -> log.getFileName().toString().replaceFirst("\\.log$", ""))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new StackException("Cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
