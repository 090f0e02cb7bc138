package dev.roomlog.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Which page of what is found is asked for. As a controller's parameter it is filled in, and the
 * call takes no other parameter.
 *
 * @param query a prefix to look for: 1 to 64 characters
 */
public record Search(String query, PageRequest page) {

    static final Set<String> PARAMETERS = Set.of("query", "cursor", "limit");

    static Search of(ListParameters parameters) {
        String query = parameters.get("query");
        if (query == null) {
            throw new InvalidRequestException("query", "is missing");
        }
        int length = query.codePointCount(0, query.length());
        if (length < 1 || length > 64) {
            throw new InvalidRequestException("query", "must have 1 to 64 characters");
        }
        return new Search(query, PageRequest.of(parameters));
    }

    /** What another query finds is another list. */
    public String list(String of) {
        return of + "/" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
