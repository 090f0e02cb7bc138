package dev.roomlog.edge.send;

import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.MessageJson;
import dev.roomlog.posting.Parsed;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a SEND to a room: {@code text/plain} (the body is the text) or {@code application/json}.
 */
public final class DraftParsing {

    private static final String CLIENT_ID = "x-client-message-id";

    private DraftParsing() {}

    public static Parsed<Draft> parse(StompFrame send) {
        Optional<String> header = send.header(CLIENT_ID);
        if (header.isEmpty()) {
            return parse(send, Optional.empty());
        }
        return switch (MessageJson.clientMessageId(CLIENT_ID, header.get())) {
            case Parsed.Valid<ClientMessageId>(ClientMessageId id) -> parse(send, Optional.of(id));
            case Parsed.Refused<ClientMessageId> refused -> refused.as();
        };
    }

    private static Parsed<Draft> parse(StompFrame send, Optional<ClientMessageId> id) {
        return switch (mediaType(send.header("content-type").orElse("text/plain"))) {
            case "text/plain" ->
                    switch (MessageJson.text(send.body())) {
                        case Parsed.Valid<MessageText>(MessageText text) ->
                                new Parsed.Valid<>(
                                        new Draft(text, id, Optional.empty(), List.of()));
                        case Parsed.Refused<MessageText> refused -> refused.as();
                    };
            case "application/json" -> MessageJson.draft(send.body(), CLIENT_ID, id);
            default ->
                    Parsed.Refused.invalid(
                            "content-type", "content-type must be text/plain or application/json");
        };
    }

    private static String mediaType(String header) {
        int parameters = header.indexOf(';');
        String type = parameters < 0 ? header : header.substring(0, parameters);
        return type.trim().toLowerCase(Locale.ROOT);
    }
}
