package dev.roomlog.text;

import java.util.function.Function;

/** What became of a field from outside. */
public sealed interface Parsed<T> {

    record Accepted<T>(T value) implements Parsed<T> {}

    /** The message is for the client, and never repeats what it sent. */
    record Refused<T>(String message) implements Parsed<T> {}

    default <R> Parsed<R> map(Function<T, R> next) {
        return switch (this) {
            case Accepted<T>(T value) -> new Accepted<>(next.apply(value));
            case Refused<T>(String message) -> new Refused<>(message);
        };
    }
}
