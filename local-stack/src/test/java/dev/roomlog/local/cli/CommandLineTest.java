package dev.roomlog.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

class CommandLineTest {

    private static final Path DATA = Path.of("/repo/.roomlog");

    @Test
    void startsTwoEdgesAndOneBrokerOn8080UnlessToldOtherwise() {
        assertThat(read("up")).isEqualTo(new Command.Up(DATA, 2, 1, 8080));
        assertThat(read("up --edges 3 --brokers=3 --port 0 --data /d"))
                .isEqualTo(new Command.Up(Path.of("/d"), 3, 3, 0));
    }

    @Test
    void readsTheOtherCommands() {
        assertThat(read("down --data /d")).isEqualTo(new Command.Down(Path.of("/d")));
        assertThat(read("status")).isEqualTo(new Command.Status(DATA));
        assertThat(read("logs edge-1")).isEqualTo(new Command.Logs(DATA, "edge-1"));
        assertThat(read("reset --yes --data /d")).isEqualTo(new Command.Reset(Path.of("/d"), true));
        assertThat(read("reset")).isEqualTo(new Command.Reset(DATA, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "up --edge 2",
                "up --edges",
                "up --edges --brokers 1",
                "up --edges two",
                "up --edges 0",
                "up --edges 1000",
                "up --brokers 2",
                "up --port 99999",
                "up now",
                "logs",
                "logs a b",
                "down --yes",
                "status --port 1"
            })
    void saysWhatItDoesNotUnderstand(String line) {
        assertThat(read(line))
                .isInstanceOfSatisfying(
                        Command.Wrong.class, wrong -> assertThat(wrong.message()).isNotBlank());
    }

    private static Command read(String line) {
        return new CommandLine(DATA).read(List.of(line.split(" ", -1)));
    }
}
