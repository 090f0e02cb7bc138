package dev.roomlog.web;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/** What a list is asked with: each parameter at most once, and none that it does not have. */
final class ListParameters {

    private final Map<String, String[]> given;

    ListParameters(Map<String, String[]> given, Set<String> known) {
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new InvalidRequestException(name, "is not a parameter of this call");
            }
            if (values.length > 1) {
                throw new InvalidRequestException(name, "is given more than once");
            }
        });
        this.given = given;
    }

    @Nullable String get(String name) {
        String[] values = given.get(name);
        return values == null ? null : values[0];
    }
}
