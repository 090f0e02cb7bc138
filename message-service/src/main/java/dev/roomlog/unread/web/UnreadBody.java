package dev.roomlog.unread.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.roomlog.unread.ReadingAnswer;
import dev.roomlog.unread.Unread;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What there is to read in a room, as clients see it. */
record UnreadBody(String roomId, int unread, int mentions, long readPosition) {

    static UnreadBody of(Unread unread) {
        return new UnreadBody(
                unread.room().toString(),
                unread.messages(),
                unread.mentions(),
                unread.read().value());
    }

    /** A page of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageBody(List<UnreadBody> items, @Nullable String next) {

        static PageBody of(ReadingAnswer.Found found) {
            return new PageBody(
                    found.items().stream().map(UnreadBody::of).toList(),
                    found.next() == null ? null : Asked.cursor(found.next()));
        }
    }
}
