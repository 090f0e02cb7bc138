package dev.roomlog.unread.web;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a request about reading asks for. */
sealed interface Asked {

    int DEFAULT_LIMIT = 50;
    int MAX_LIMIT = 200;

    /** To move the marker. */
    record ToMove(RoomId room, Position position) implements Asked {}

    /** For a page of what is unread. */
    record ForPage(@Nullable RoomId after, int limit) implements Asked {}

    /** For what cannot be. */
    record Invalid(RefusalCode code, String field, String message) implements Asked {}

    /** Before a room in a cursor: one of another list is none of ours. */
    String LIST = "unread ";

    static Asked toMove(String room, byte[] body, JsonMapper json) {
        Optional<RoomId> id = RoomId.parse(room);
        if (id.isEmpty()) {
            return invalid("id", "is not a UUID");
        }
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException _) {
            // What the parser says may quote the body.
            return invalid("body", "is not well-formed JSON");
        }
        if (!root.isObject()) {
            return invalid("body", "must be a JSON object");
        }
        for (String field : root.propertyNames()) {
            if (!field.equals("position")) {
                return invalid("body", "has a field that is not position");
            }
        }
        JsonNode position = root.path("position");
        return position.isIntegralNumber()
                        && position.canConvertToLong()
                        && position.longValue() >= 0
                        && position.longValue() <= Position.MAX_VALUE
                ? new ToMove(id.get(), new Position(position.longValue()))
                : new Invalid(
                        RefusalCode.INVALID_POSITION,
                        "position",
                        "must be a number from 0 to " + Position.MAX_VALUE);
    }

    static Asked forPage(MultiValueMap<String, String> parameters) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!Set.of("cursor", "limit").contains(parameter.getKey())) {
                return invalid(parameter.getKey(), "is not a parameter of this call");
            }
            if (parameter.getValue().size() > 1) {
                return invalid(parameter.getKey(), "is given more than once");
            }
        }
        String limit = parameters.getFirst("limit");
        if (limit != null && !limit.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            return invalid("limit", "must be 1 to " + MAX_LIMIT);
        }
        int count = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
        if (!parameters.containsKey("cursor")) {
            return new ForPage(null, count);
        }
        return Optional.ofNullable(parameters.getFirst("cursor"))
                .flatMap(Asked::roomIn)
                .<Asked>map(after -> new ForPage(after, count))
                .orElseGet(() -> invalid("cursor", "is not one of ours"));
    }

    static String cursor(RoomId after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((LIST + after).getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<RoomId> roomIn(String cursor) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return Optional.of(text)
                    .filter(list -> list.startsWith(LIST))
                    .flatMap(list -> RoomId.parse(list.substring(LIST.length())))
                    // Base64 is lenient with padding and with the last digit's spare bits.
                    .filter(room -> cursor(room).equals(cursor));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // whatever it is, it is not ours
        }
    }

    private static Invalid invalid(String field, String message) {
        return new Invalid(RefusalCode.INVALID_REQUEST, field, message);
    }
}
