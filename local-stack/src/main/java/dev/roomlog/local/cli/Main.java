package dev.roomlog.local.cli;

import dev.roomlog.local.StackException;

import java.nio.file.Path;
import java.util.List;

/** Started by {@code ./roomlog}, which sets {@code roomlog.repository} to the checkout. */
public final class Main {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        Path repository = Path.of(System.getProperty("roomlog.repository", "")).toAbsolutePath();
        Command command = new CommandLine(repository.resolve(".roomlog")).read(List.of(arguments));
        Console console = new Console(System.out);
        int code;
        try {
            code =
                    switch (command) {
                        case Command.Up up -> new UpCommand(repository, console).run(up);
                        case Command.Down down -> new DownCommand(console).run(down.data());
                        case Command.Status status -> new StatusCommand(console).run(status.data());
                        case Command.Logs logs -> new LogsCommand(console).run(logs);
                        case Command.Reset reset -> new ResetCommand(console).run(reset);
                        case Command.Wrong wrong -> refuse(wrong);
                    };
        } catch (StackException e) {
            System.err.println(e.getMessage());
            code = FAILED;
        }
        System.exit(code);
    }

    private static int refuse(Command.Wrong wrong) {
        System.err.println(wrong.message() + " See ./roomlog help.");
        return MISUSED;
    }
}
