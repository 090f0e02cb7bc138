package dev.roomlog.posting;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the JSON of a message as clients write it (RFC 8259), and nothing besides. */
public final class MessageJson {

    public static final int MAX_MENTIONS = 50;

    private static final Set<String> OF_DRAFT =
            Set.of("text", "replyTo", "clientMessageId", "mentions");
    private static final Set<String> OF_EDIT = Set.of("text", "mentions");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private MessageJson() {}

    /**
     * {@code {text, replyTo?, clientMessageId?, mentions?}}; a null field is an absent one.
     *
     * @param clientId given outside the body, as by the header {@code headerName}
     */
    public static Parsed<Draft> draft(
            byte[] body, String headerName, Optional<ClientMessageId> clientId) {
        return read(() -> draftOf(object(body, OF_DRAFT), headerName, clientId));
    }

    /** {@code {text, mentions?}}; null mentions are none. */
    public static Parsed<Edit> edit(byte[] body) {
        return read(() -> {
            JsonNode root = object(body, OF_EDIT);
            return new Edit(
                    text(root),
                    root.has("mentions") ? Optional.of(mentions(root)) : Optional.empty());
        });
    }

    /** A body that is all text. */
    public static Parsed<MessageText> text(byte[] body) {
        return read(() -> text(utf8(body)));
    }

    public static Parsed<ClientMessageId> clientMessageId(String name, String value) {
        return read(() -> clientId(name, value));
    }

    private static Draft draftOf(
            JsonNode root, String headerName, Optional<ClientMessageId> clientId) {
        Optional<ClientMessageId> inBody =
                string(root, "clientMessageId").map(value -> clientId("clientMessageId", value));
        if (clientId.isPresent() && inBody.isPresent() && !clientId.equals(inBody)) {
            throw invalid("clientMessageId", "clientMessageId and " + headerName + " differ");
        }
        return new Draft(
                text(root),
                clientId.or(() -> inBody),
                string(root, "replyTo").map(MessageJson::messageId),
                mentions(root));
    }

    private static JsonNode object(byte[] body, Set<String> fields) {
        JsonNode root = tree(utf8(body));
        if (!root.isObject()) {
            throw invalid("body", "the body must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!fields.contains(field.getKey())) {
                throw invalid(
                        "body",
                        "the body has a field that is not one of "
                                + String.join(", ", fields.stream().sorted().toList()));
            }
        }
        return root;
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            // What the parser says may quote the text.
            throw invalid("body", "the body is not well-formed JSON");
        }
    }

    private static Optional<String> string(JsonNode root, String field) {
        JsonNode value = root.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid(field, field + " must be a string");
        }
        return Optional.of(value.stringValue());
    }

    private static List<MemberId> mentions(JsonNode root) {
        JsonNode value = root.get("mentions");
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_MENTIONS) {
            throw invalid(
                    "mentions",
                    "mentions must be an array of at most " + MAX_MENTIONS + " member IDs");
        }
        List<MemberId> mentions = new ArrayList<>();
        for (JsonNode each : value) {
            MemberId member =
                    Optional.of(each)
                            .filter(JsonNode::isString)
                            .flatMap(node -> MemberId.parse(node.stringValue()))
                            .orElseThrow(() ->
                                    invalid("mentions", "mentions must be an array of member IDs"));
            if (!mentions.contains(member)) {
                mentions.add(member);
            }
        }
        return mentions;
    }

    private static MessageText text(JsonNode root) {
        return text(string(root, "text").orElseThrow(() -> invalid("text", "text is missing")));
    }

    private static MessageText text(String raw) {
        return switch (MessageText.parse(raw)) {
            case MessageText.Outcome.Accepted(MessageText text) -> text;
            case MessageText.Outcome.Refused(RefusalCode code, String detail) ->
                    throw new RefusedException(new Parsed.Refused<>(code, "text", detail));
        };
    }

    private static ClientMessageId clientId(String name, String value) {
        return ClientMessageId.parse(value)
                .orElseThrow(() ->
                        invalid(name, "a client message ID is 1 to 64 printable ASCII characters"));
    }

    private static MessageId messageId(String text) {
        return MessageId.parse(text)
                .orElseThrow(() -> invalid("replyTo", "replyTo must be a message ID"));
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw invalid("body", "the body is not UTF-8");
        }
    }

    private static RefusedException invalid(String field, String detail) {
        return new RefusedException(Parsed.Refused.invalid(field, detail));
    }

    private static <T> Parsed<T> read(Supplier<T> reading) {
        try {
            return new Parsed.Valid<>(reading.get());
        } catch (RefusedException e) {
            return e.refused.as();
        }
    }

    /** Leaves the parser from wherever it was; never leaves this class. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Parsed.Refused<Object> refused;

        RefusedException(Parsed.Refused<Object> refused) {
            super(refused.detail(), null, false, false);
            this.refused = refused;
        }
    }
}
