package dev.roomlog.web;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Which page of a list is asked for. As a controller's parameter it is filled in, and the call
 * takes no other parameter.
 *
 * @param cursor absent: the first page
 */
public record PageRequest(@Nullable String cursor, int limit) {

    static final Set<String> PARAMETERS = Set.of("cursor", "limit");

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    static PageRequest of(ListParameters parameters) {
        return new PageRequest(parameters.get("cursor"), limitOf(parameters.get("limit")));
    }

    private static int limitOf(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidRequestException("limit", "must be 1 to " + MAX_LIMIT);
        }
        return limit;
    }
}
