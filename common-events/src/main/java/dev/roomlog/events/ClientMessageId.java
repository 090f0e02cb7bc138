package dev.roomlog.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The name a sender gives a message so that it may retry: 1 to 64 printable ASCII characters
 * without space.
 */
public record ClientMessageId(String value) {

    public static final int MAX_LENGTH = 64;

    public ClientMessageId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a client message ID");
        }
    }

    public static Optional<ClientMessageId> parse(String text) {
        return isValid(text) ? Optional.of(new ClientMessageId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * When this was made, if it is a UUID version 7 (RFC 9562 §5.7: 48 bits of Unix milliseconds in
     * front); a retry of such a message can be told from one too old to be recognised as a
     * duplicate.
     */
    public Optional<Instant> madeAt() {
        return CanonicalUuid.parse(value)
                .filter(uuid -> uuid.version() == 7 && uuid.variant() == 2)
                .map(UUID::getMostSignificantBits)
                .map(bits -> Instant.ofEpochMilli(bits >>> 16));
    }

    /**
     * True when a retry under this ID can no longer be recognised: a UUIDv7 older than the
     * duplicate window.
     */
    public boolean isStale(Instant now, Duration duplicateWindow) {
        return madeAt().map(made -> made.isBefore(now.minus(duplicateWindow))).orElse(false);
    }

    @Override
    public String toString() {
        return value;
    }
}
