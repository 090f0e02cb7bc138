package dev.roomlog.events;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@link UUID#fromString} also takes shortened groups such as {@code 1-1-1-1-1}; a contract must
 * not.
 */
final class CanonicalUuid {

    private static final Pattern FORM =
            Pattern.compile(
                    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private CanonicalUuid() {}

    static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
