package dev.roomlog.web;

import dev.roomlog.text.Parsed;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the fields of one body and collects what is wrong, so that the client learns it at once.
 */
public final class Fields {

    private final List<Problem.FieldError> errors = new ArrayList<>();

    public <T> Optional<T> required(
            String name, @Nullable String raw, Function<String, Parsed<T>> rule) {
        if (raw == null) {
            refuse(name, "is missing");
            return Optional.empty();
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(raw)) {
            refuse(name, "has half a surrogate pair, which is no text");
            return Optional.empty();
        }
        return switch (rule.apply(raw)) {
            case Parsed.Accepted<T>(T value) -> Optional.of(value);
            case Parsed.Refused<T>(String message) -> {
                refuse(name, message);
                yield Optional.empty();
            }
        };
    }

    public void refuse(String name, String message) {
        errors.add(new Problem.FieldError(name, message));
    }

    /** Call before the values are used: afterwards none of them is empty. */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
