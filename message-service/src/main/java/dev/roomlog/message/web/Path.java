package dev.roomlog.message.web;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;
import dev.roomlog.posting.Parsed;

import java.util.Optional;

/** What the path of a request names. */
public final class Path {

    private Path() {}

    public static Parsed<RoomId> room(String id) {
        return of("id", RoomId.parse(id));
    }

    public static Parsed<MessageId> message(String id) {
        return of("messageId", MessageId.parse(id));
    }

    private static <T> Parsed<T> of(String field, Optional<T> id) {
        return id.<Parsed<T>>map(Parsed.Valid::new)
                .orElseGet(() -> Parsed.Refused.invalid(field, field + " is not a UUID"));
    }
}
