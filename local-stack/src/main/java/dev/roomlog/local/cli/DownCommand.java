package dev.roomlog.local.cli;

import dev.roomlog.local.StackFolder;
import dev.roomlog.local.StackStop;

import java.nio.file.Path;

/** Stops a stack that runs in another terminal, and what a killed one left. */
final class DownCommand {

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    int run(Path data) {
        StackFolder folder = StackFolder.in(data);
        switch (new StackStop(folder).run()) {
            case StackStop.Outcome.NothingRan nothing ->
                    console.say("Nothing runs in %s.".formatted(folder.root()));
            case StackStop.Outcome.Stopped stopped -> console.say("Stopped.");
            case StackStop.Outcome.CleanedUp cleaned ->
                    console.say(
                            "Stopped %d processes that a killed run left behind."
                                    .formatted(cleaned.processes()));
        }
        return 0;
    }
}
