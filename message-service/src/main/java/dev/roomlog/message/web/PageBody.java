package dev.roomlog.message.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.message.Page;

import java.util.List;

/** A page of history as clients see it. */
record PageBody(List<MessageBody> items, boolean hasBefore, boolean hasAfter, long appliedTo) {

    static PageBody of(Page page, MemberId reader) {
        return new PageBody(
                page.items().stream().map(message -> MessageBody.of(message, reader)).toList(),
                page.hasBefore(),
                page.hasAfter(),
                page.appliedTo().value());
    }
}
