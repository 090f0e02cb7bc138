package dev.roomlog.room.web;

import dev.roomlog.room.Membership;
import dev.roomlog.web.InvalidRequestException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How long a ban or a mute holds.
 *
 * @param until RFC 3339 §5.6, to come; absent: for ever
 */
record UntilBody(@Nullable String until) {

    /** What ISO 8601 allows besides (no seconds, no minutes in the offset …), the RFC does not. */
    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})",
                    Pattern.CASE_INSENSITIVE);

    /** Cut to the millisecond, as it is kept. */
    static @Nullable Instant instantOf(@Nullable UntilBody body, Instant now) {
        if (body == null || body.until == null) {
            return null;
        }
        Instant instant = parse(body.until);
        if (!instant.isAfter(now) || instant.isAfter(Membership.FOREVER)) {
            throw new InvalidRequestException(
                    "until", "must be to come, and before the year 10000");
        }
        return instant;
    }

    private static Instant parse(String raw) {
        if (!RFC_3339.matcher(raw).matches()) {
            throw malformed();
        }
        try {
            return OffsetDateTime.parse(raw.toUpperCase(Locale.ROOT))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException _) {
            throw malformed(); // no such day, or hour
        }
    }

    private static InvalidRequestException malformed() {
        return new InvalidRequestException("until", "is not a time as RFC 3339 has it");
    }
}
