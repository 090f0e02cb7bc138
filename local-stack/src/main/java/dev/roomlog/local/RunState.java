package dev.roomlog.local;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs, written to {@code run/state.json} at every change: for {@code status} and {@code
 * down}, and for the next start, which ends what a killed run left and prefers the same ports.
 */
public record RunState(ProcessIdentity launcher, String url, List<RunningPart> parts) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public RunState {
        Objects.requireNonNull(launcher);
        parts = List.copyOf(parts);
    }

    /** A part; without a process it is stopped, or not started yet. */
    public record RunningPart(
            String name,
            @Nullable ProcessIdentity process,
            long startedAtMillis,
            boolean ready,
            List<Integer> ports,
            String log) {}

    public static Optional<RunState> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), RunState.class));
        } catch (JacksonException e) {
            // Not ours, or of another version: nothing in it can be trusted.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) {
        StackFolder.writePrivately(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    }

    /** The client port a part had, 0 if it is not known. */
    int portOf(String part) {
        return parts.stream()
                .filter(candidate -> candidate.name().equals(part) && !candidate.ports().isEmpty())
                .mapToInt(candidate -> candidate.ports().getFirst())
                .findFirst()
                .orElse(0);
    }
}
