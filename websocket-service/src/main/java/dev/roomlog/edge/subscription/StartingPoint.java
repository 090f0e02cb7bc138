package dev.roomlog.edge.subscription;

import dev.roomlog.events.Position;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Where a subscription begins: the {@code x-from} header. */
public sealed interface StartingPoint {

    /** With what comes next. */
    record Next() implements StartingPoint {}

    /** After a position the client already has. */
    record After(Position position) implements StartingPoint {}

    /** With the oldest event the log still holds. */
    record First() implements StartingPoint {}

    /** With the first event appended at or after a time. */
    record At(Instant time) implements StartingPoint {}

    /**
     * @param header null when the client sent none
     * @return empty when it is none of the forms
     */
    static Optional<StartingPoint> parse(@Nullable String header) {
        if (header == null || header.equals("next")) {
            return Optional.of(new Next());
        }
        if (header.equals("first")) {
            return Optional.of(new First());
        }
        Optional<StartingPoint> position = Position.parse(header).map(After::new);
        return position.isPresent() ? position : parseTime(header);
    }

    private static Optional<StartingPoint> parseTime(String header) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(header);
            // RFC 3339 §1: years have four digits; ISO 8601, which Java reads, knows others.
            return time.getYear() < 0 || time.getYear() > 9999
                    ? Optional.empty()
                    : Optional.of(new At(time.toInstant()));
        } catch (DateTimeException _) {
            // Neither a position nor a time: the caller refuses it.
            return Optional.empty();
        }
    }
}
