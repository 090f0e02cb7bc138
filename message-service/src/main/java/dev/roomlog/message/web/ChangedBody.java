package dev.roomlog.message.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.message.ChangedPage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Some of the messages that changed, as clients see them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangedBody(List<MessageBody> items, @Nullable String next, long appliedTo) {

    static ChangedBody of(ChangedPage page, Position after, MemberId reader) {
        return new ChangedBody(
                page.items().stream().map(message -> MessageBody.of(message, reader)).toList(),
                page.next().map(next -> Cursors.of(after, next)).orElse(null),
                page.appliedTo().value());
    }
}
