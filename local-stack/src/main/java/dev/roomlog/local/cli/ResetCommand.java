package dev.roomlog.local.cli;

import dev.roomlog.local.Folders;
import dev.roomlog.local.StackException;
import dev.roomlog.local.StackFolder;
import dev.roomlog.local.StackStop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Deletes what a stack has stored, after asking; unpacked binaries stay. Nothing else in the folder
 * is touched.
 */
final class ResetCommand {

    private static final List<String> OURS = List.of("data", "logs", "run", "secrets");

    private final Console console;

    ResetCommand(Console console) {
        this.console = console;
    }

    int run(Command.Reset reset) {
        StackFolder folder = StackFolder.in(reset.data());
        List<Path> stored =
                OURS.stream().map(folder.root()::resolve).filter(Files::isDirectory).toList();
        if (stored.isEmpty()) {
            console.say("There is nothing in %s.".formatted(folder.root()));
            return 0;
        }
        if (!new StackStop(folder).running().isEmpty()) {
            throw new StackException(
                    "A stack runs in %s: ./roomlog down first.".formatted(folder.root()));
        }
        if (!reset.confirmed() && !confirmedFor(folder)) {
            console.say("Nothing was deleted.");
            return 1;
        }
        stored.forEach(ResetCommand::delete);
        console.say("Deleted. The next ./roomlog up starts empty.");
        return 0;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // it is null again from JDK 25 on where there is no terminal
    private boolean confirmedFor(StackFolder folder) {
        if (System.console() == null || !System.console().isTerminal()) {
            throw new StackException("Nobody to ask here; say ./roomlog reset --yes.");
        }
        String answer =
                System.console()
                        .readLine(
                                "Delete all rooms, messages and accounts in %s? [y/N] ",
                                folder.root());
        return "y".equalsIgnoreCase(answer) || "yes".equalsIgnoreCase(answer);
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new StackException("Cannot delete %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
