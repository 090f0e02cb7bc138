package dev.roomlog.message.web;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.posting.Parsed;

import org.springframework.util.MultiValueMap;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of the answers to a message is asked for, read from the query.
 *
 * @param after where the page begins
 */
record RepliesQuery(Position after, int limit) {

    private static final Set<String> PARAMETERS = Set.of("cursor", "limit");

    static Parsed<RepliesQuery> of(MessageId answered, MultiValueMap<String, String> parameters) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!PARAMETERS.contains(name)) {
                return Parsed.Refused.invalid(name, name + " is not a parameter of this call");
            }
            if (parameter.getValue().size() > 1) {
                return Parsed.Refused.invalid(name, name + " is given more than once");
            }
        }
        String cursor = parameters.getFirst("cursor");
        Parsed<Position> after =
                parameters.containsKey("cursor")
                        ? Cursors.replies(cursor == null ? "" : cursor, answered)
                        : new Parsed.Valid<>(new Position(0));
        return after.then(from ->
                Limit.of(parameters)
                        .then(limit -> new Parsed.Valid<>(new RepliesQuery(from, limit))));
    }
}
