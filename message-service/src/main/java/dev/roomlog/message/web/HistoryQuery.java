package dev.roomlog.message.web;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.ChangePlace;
import dev.roomlog.message.PageRequest;
import dev.roomlog.message.PageRequest.Place;
import dev.roomlog.posting.Parsed;

import org.springframework.util.MultiValueMap;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a room's history is asked for, read from the query. */
sealed interface HistoryQuery {

    record OfPage(PageRequest page) implements HistoryQuery {}

    /**
     * @param from where this page of them begins
     */
    record OfChanges(Position after, ChangePlace from, int limit) implements HistoryQuery {}

    String CHANGED = "changedAfter";
    Set<String> PLACES = Set.of("before", "after", "around", CHANGED);

    static Parsed<HistoryQuery> of(MultiValueMap<String, String> parameters) {
        List<String> places = parameters.keySet().stream().filter(PLACES::contains).toList();
        Set<String> others = places.contains(CHANGED) ? Set.of("limit", "cursor") : Set.of("limit");
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!others.contains(name) && !PLACES.contains(name)) {
                return Parsed.Refused.invalid(name, name + " is not a parameter of this call");
            }
            if (parameter.getValue().size() > 1) {
                return Parsed.Refused.invalid(name, name + " is given more than once");
            }
        }
        if (places.size() > 1) {
            String last = places.getLast();
            return Parsed.Refused.invalid(
                    last,
                    last + ": only one of before, after, around and changedAfter can be given");
        }
        return Limit.of(parameters)
                .then(limit ->
                        places.isEmpty()
                                ? page(new Place.Newest(), limit)
                                : at(places.getFirst(), parameters, limit));
    }

    private static Parsed<HistoryQuery> at(
            String place, MultiValueMap<String, String> parameters, int limit) {
        String text = parameters.getFirst(place);
        Position position = Position.parse(text == null ? "" : text).orElse(null);
        if (position == null) {
            return new Parsed.Refused<>(
                    RefusalCode.INVALID_POSITION,
                    place,
                    place + " must be a number from 0 to " + Position.MAX_VALUE);
        }
        return switch (place) {
            case "before" -> page(new Place.Before(position), limit);
            case "after" -> page(new Place.After(position), limit);
            case "around" -> page(new Place.Around(position), limit);
            default -> changes(position, parameters, limit);
        };
    }

    private static Parsed<HistoryQuery> page(Place place, int limit) {
        return new Parsed.Valid<>(new OfPage(new PageRequest(place, limit)));
    }

    private static Parsed<HistoryQuery> changes(
            Position after, MultiValueMap<String, String> parameters, int limit) {
        String cursor = parameters.getFirst("cursor");
        if (cursor == null) {
            return new Parsed.Valid<>(new OfChanges(after, ChangePlace.after(after), limit));
        }
        return Cursors.changes(cursor, after)
                .then(from -> new Parsed.Valid<>(new OfChanges(after, from, limit)));
    }
}
