package dev.roomlog.message;

import dev.roomlog.events.RefusalCode;

import java.util.function.Function;

/**
 * What a reader of history gets.
 *
 * @param <T> what was asked for
 */
public sealed interface HistoryAnswer<T> {

    record Found<T>(T found) implements HistoryAnswer<T> {}

    record Refused<T>(RefusalCode code) implements HistoryAnswer<T> {}

    default <U> HistoryAnswer<U> map(Function<T, U> mapping) {
        return switch (this) {
            case Found<T>(T found) -> new Found<>(mapping.apply(found));
            case Refused<T>(RefusalCode code) -> new Refused<>(code);
        };
    }
}
