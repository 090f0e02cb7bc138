package dev.roomlog.posting;

import dev.roomlog.events.RefusalCode;

import java.util.function.Function;

/** What became of something a client wrote. */
public sealed interface Parsed<T> {

    record Valid<T>(T value) implements Parsed<T> {}

    /**
     * @param field which part of it is wrong
     * @param detail one English line that quotes nothing
     */
    record Refused<T>(RefusalCode code, String field, String detail) implements Parsed<T> {

        public static <T> Refused<T> invalid(String field, String detail) {
            return new Refused<>(RefusalCode.INVALID_REQUEST, field, detail);
        }

        /** The same refusal of what this would have been a part of. */
        public <U> Refused<U> as() {
            return new Refused<>(code, field, detail);
        }
    }

    /** What follows from the value, unless it is refused. */
    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        return switch (this) {
            case Valid<T>(T value) -> next.apply(value);
            case Refused<T> refused -> refused.as();
        };
    }
}
