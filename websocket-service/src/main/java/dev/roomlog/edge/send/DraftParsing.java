package dev.roomlog.edge.send;

import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.RefusalCode;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a SEND to a room: {@code text/plain} (the body is the text) or {@code application/json}.
 */
public final class DraftParsing {

    private static final int MAX_MENTIONS = 50;
    private static final Set<String> FIELDS =
            Set.of("text", "replyTo", "clientMessageId", "mentions");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private DraftParsing() {}

    /** A draft, or why there is none. */
    public sealed interface Outcome {
        record Parsed(Draft draft) implements Outcome {}

        record Refused(RefusalCode code, String detail) implements Outcome {}
    }

    public static Outcome parse(StompFrame send) {
        try {
            String body = utf8(send.body());
            String type = mediaType(send.header("content-type").orElse("text/plain"));
            Optional<ClientMessageId> header =
                    send.header("x-client-message-id").map(DraftParsing::clientMessageId);
            return new Outcome.Parsed(
                    switch (type) {
                        case "text/plain" ->
                                new Draft(text(body), header, Optional.empty(), List.of());
                        case "application/json" -> json(body, header);
                        default ->
                                throw invalid(
                                        "content-type must be text/plain or application/json");
                    });
        } catch (InvalidDraftException e) {
            return new Outcome.Refused(e.code(), e.detail());
        }
    }

    private static Draft json(String body, Optional<ClientMessageId> header) {
        JsonNode root = read(body);
        if (!root.isObject()) {
            throw invalid("the body must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw invalid(
                        "the body has a field that is not text, replyTo, clientMessageId or mentions");
            }
        }
        Optional<ClientMessageId> inBody =
                string(root, "clientMessageId").map(DraftParsing::clientMessageId);
        if (header.isPresent() && inBody.isPresent() && !header.equals(inBody)) {
            throw invalid("clientMessageId and x-client-message-id differ");
        }
        return new Draft(
                text(string(root, "text").orElseThrow(() -> invalid("text is missing"))),
                header.or(() -> inBody),
                string(root, "replyTo").map(DraftParsing::messageId),
                mentions(root));
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            // What the parser says may quote the text.
            throw invalid("the body is not well-formed JSON");
        }
    }

    private static Optional<String> string(JsonNode root, String field) {
        JsonNode value = root.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid(field + " must be a string");
        }
        return Optional.of(value.stringValue());
    }

    private static List<MemberId> mentions(JsonNode root) {
        JsonNode value = root.get("mentions");
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_MENTIONS) {
            throw invalid("mentions must be an array of at most " + MAX_MENTIONS + " member IDs");
        }
        List<MemberId> mentions = new ArrayList<>();
        for (JsonNode each : value) {
            MemberId member =
                    Optional.of(each)
                            .filter(JsonNode::isString)
                            .flatMap(node -> MemberId.parse(node.stringValue()))
                            .orElseThrow(() -> invalid("mentions must be an array of member IDs"));
            if (!mentions.contains(member)) {
                mentions.add(member);
            }
        }
        return mentions;
    }

    private static MessageText text(String raw) {
        return switch (MessageText.parse(raw)) {
            case MessageText.Outcome.Accepted(MessageText text) -> text;
            case MessageText.Outcome.Refused(RefusalCode code, String detail) ->
                    throw new InvalidDraftException(code, detail);
        };
    }

    private static ClientMessageId clientMessageId(String text) {
        return ClientMessageId.parse(text)
                .orElseThrow(
                        () -> invalid("a client message ID is 1 to 64 printable ASCII characters"));
    }

    private static MessageId messageId(String text) {
        return MessageId.parse(text).orElseThrow(() -> invalid("replyTo must be a message ID"));
    }

    private static String mediaType(String header) {
        int parameters = header.indexOf(';');
        String type = parameters < 0 ? header : header.substring(0, parameters);
        return type.trim().toLowerCase(Locale.ROOT);
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw invalid("the body is not UTF-8");
        }
    }

    private static InvalidDraftException invalid(String detail) {
        return new InvalidDraftException(RefusalCode.INVALID_REQUEST, detail);
    }

    /** Leaves the parser from wherever it was; never leaves this class. */
    private static final class InvalidDraftException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final RefusalCode code;
        private final String detail;

        InvalidDraftException(RefusalCode code, String detail) {
            super(detail, null, false, false);
            this.code = code;
            this.detail = detail;
        }

        RefusalCode code() {
            return code;
        }

        String detail() {
            return detail;
        }
    }
}
