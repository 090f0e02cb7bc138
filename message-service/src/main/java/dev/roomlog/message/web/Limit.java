package dev.roomlog.message.web;

import dev.roomlog.message.PageRequest;
import dev.roomlog.posting.Parsed;

import org.springframework.util.MultiValueMap;

/** How many items of a list are asked for. */
final class Limit {

    private Limit() {}

    static Parsed<Integer> of(MultiValueMap<String, String> parameters) {
        String text = parameters.getFirst("limit");
        if (!parameters.containsKey("limit")) {
            return new Parsed.Valid<>(PageRequest.DEFAULT_LIMIT);
        }
        int limit = text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
        return limit >= 1 && limit <= PageRequest.MAX_LIMIT
                ? new Parsed.Valid<>(limit)
                : Parsed.Refused.invalid("limit", "limit must be 1 to " + PageRequest.MAX_LIMIT);
    }
}
