package dev.roomlog.local.cli;

import dev.roomlog.local.StackException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads arguments: a command, options as {@code --name value} or {@code --name=value}, and plain
 * words.
 */
final class CommandLine {

    static final int DEFAULT_PORT = 8080;
    static final int DEFAULT_EDGES = 2;

    private static final Map<String, Set<String>> OPTIONS =
            Map.of(
                    "up", Set.of("edges", "brokers", "port", "data"),
                    "down", Set.of("data"),
                    "status", Set.of("data"),
                    "logs", Set.of("data"),
                    "reset", Set.of("data", "yes"));

    private final Path defaultData;

    CommandLine(Path defaultData) {
        this.defaultData = defaultData;
    }

    Command read(List<String> arguments) {
        if (arguments.isEmpty() || !OPTIONS.containsKey(arguments.getFirst())) {
            return new Command.Wrong(
                    arguments.isEmpty()
                            ? "No command."
                            : "Unknown command: " + arguments.getFirst());
        }
        String name = arguments.getFirst();
        Map<String, String> options = new HashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                words.add(argument);
                continue;
            }
            String[] option = argument.substring(2).split("=", 2);
            if (!OPTIONS.getOrDefault(name, Set.of()).contains(option[0])) {
                return new Command.Wrong("%s has no option --%s.".formatted(name, option[0]));
            }
            if (option.length == 2) {
                options.put(option[0], option[1]);
            } else if (option[0].equals("yes")) {
                options.put("yes", "");
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                options.put(option[0], arguments.get(++i));
            } else {
                return new Command.Wrong("--%s needs a value.".formatted(option[0]));
            }
        }
        int expected = name.equals("logs") ? 1 : 0;
        if (words.size() != expected) {
            return new Command.Wrong(
                    expected == 1
                            ? "logs needs the name of one part, such as room-service or edge-1."
                            : "%s takes no argument %s.".formatted(name, words.getFirst()));
        }
        return command(name, options, words);
    }

    private Command command(String name, Map<String, String> options, List<String> words) {
        Path data =
                options.containsKey("data")
                        ? Path.of(options.getOrDefault("data", ""))
                        : defaultData;
        try {
            return switch (name) {
                case "up" ->
                        possible(
                                new Command.Up(
                                        data,
                                        number(options, "edges", DEFAULT_EDGES),
                                        number(options, "brokers", 1),
                                        number(options, "port", DEFAULT_PORT)));
                case "down" -> new Command.Down(data);
                case "status" -> new Command.Status(data);
                case "logs" -> new Command.Logs(data, words.getFirst());
                default -> new Command.Reset(data, options.containsKey("yes"));
            };
        } catch (NumberFormatException e) {
            return new Command.Wrong("--edges, --brokers and --port are numbers.");
        } catch (StackException e) {
            return new Command.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Command.Up possible(Command.Up up) {
        var _ = up.options();
        return up;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }
}
