package dev.roomlog.message.web;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.PageRequest;
import dev.roomlog.message.PageRequest.Place;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A request for history, read from its path and query. */
sealed interface HistoryQuery {

    record Valid(RoomId room, PageRequest page) implements HistoryQuery {}

    record Invalid(RefusalCode code, String field, String message) implements HistoryQuery {}

    Set<String> PLACES = Set.of("before", "after", "around");

    static HistoryQuery of(String room, MultiValueMap<String, String> parameters) {
        Optional<RoomId> id = RoomId.parse(room);
        if (id.isEmpty()) {
            return invalid("id", "is not a UUID");
        }
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!parameter.getKey().equals("limit") && !PLACES.contains(parameter.getKey())) {
                return invalid(parameter.getKey(), "is not a parameter of this call");
            }
            if (parameter.getValue().size() > 1) {
                return invalid(parameter.getKey(), "is given more than once");
            }
        }
        List<String> places = parameters.keySet().stream().filter(PLACES::contains).toList();
        if (places.size() > 1) {
            return invalid(places.getLast(), "only one of before, after and around can be given");
        }
        int limit =
                parameters.containsKey("limit")
                        ? limitOf(parameters.getFirst("limit"))
                        : PageRequest.DEFAULT_LIMIT;
        if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
            return invalid("limit", "must be 1 to " + PageRequest.MAX_LIMIT);
        }
        if (places.isEmpty()) {
            return new Valid(id.get(), new PageRequest(new Place.Newest(), limit));
        }
        String place = places.getFirst();
        return positionOf(parameters.getFirst(place))
                .<HistoryQuery>map(position ->
                        new Valid(id.get(), new PageRequest(placeOf(place, position), limit)))
                .orElseGet(() ->
                        new Invalid(
                                RefusalCode.INVALID_POSITION,
                                place,
                                "must be a number from 0 to " + Position.MAX_VALUE));
    }

    private static HistoryQuery invalid(String field, String message) {
        return new Invalid(RefusalCode.INVALID_REQUEST, field, message);
    }

    private static Place placeOf(String name, Position position) {
        return switch (name) {
            case "before" -> new Place.Before(position);
            case "after" -> new Place.After(position);
            default -> new Place.Around(position);
        };
    }

    private static Optional<Position> positionOf(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Position::parse);
    }

    /** 0, which no page has, for what is no such number. */
    private static int limitOf(@Nullable String text) {
        return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
    }
}
