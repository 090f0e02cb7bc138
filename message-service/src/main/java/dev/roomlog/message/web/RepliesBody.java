package dev.roomlog.message.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.message.RepliesPage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Some of the messages that answer one, as clients see them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RepliesBody(List<MessageBody> items, @Nullable String next) {

    static RepliesBody of(RepliesPage page, MessageId answered, MemberId reader) {
        return new RepliesBody(
                page.items().stream().map(message -> MessageBody.of(message, reader)).toList(),
                page.next().map(next -> Cursors.of(answered, next)).orElse(null));
    }
}
