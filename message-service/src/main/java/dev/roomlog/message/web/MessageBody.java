package dev.roomlog.message.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.roomlog.events.MemberId;
import dev.roomlog.message.Content;
import dev.roomlog.message.Message;
import dev.roomlog.message.Reaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A message as clients see it; what it does not have is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageBody(
        String id,
        String roomId,
        long position,
        String senderId,
        @Nullable String clientMessageId,
        @Nullable String text,
        @Nullable String replyTo,
        List<String> mentions,
        String sentAt,
        @Nullable String editedAt,
        @Nullable Boolean deleted,
        Map<String, Count> reactions) {

    /** RFC 3339, always with milliseconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * @param mine whether the reader is among them
     */
    record Count(int count, boolean mine) {}

    static MessageBody of(Message message, MemberId reader) {
        return switch (message.content()) {
            case Content.Spoken spoken ->
                    of(
                            message,
                            spoken.text().value(),
                            spoken.mentions().stream().map(MemberId::value).toList(),
                            spoken.editedAt(),
                            null,
                            counts(spoken.reactions(), reader));
            case Content.Erased _ -> of(message, null, List.of(), null, true, Map.of());
        };
    }

    private static MessageBody of(
            Message message,
            @Nullable String text,
            List<String> mentions,
            @Nullable Instant editedAt,
            @Nullable Boolean deleted,
            Map<String, Count> reactions) {
        return new MessageBody(
                message.id().toString(),
                message.room().toString(),
                message.position().value(),
                message.sender().value(),
                message.clientId() == null ? null : message.clientId().value(),
                text,
                message.replyTo() == null ? null : message.replyTo().toString(),
                mentions,
                TIME.format(message.sentAt()),
                editedAt == null ? null : TIME.format(editedAt),
                deleted,
                reactions);
    }

    private static Map<String, Count> counts(Set<Reaction> reactions, MemberId reader) {
        Map<String, Count> counts = new TreeMap<>();
        for (Reaction each : reactions) {
            Count one = new Count(1, each.member().equals(reader));
            counts.merge(
                    each.emoji(),
                    one,
                    (a, b) -> new Count(a.count() + b.count(), a.mine() || b.mine()));
        }
        return counts;
    }
}
