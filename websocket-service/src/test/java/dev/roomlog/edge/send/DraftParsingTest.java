package dev.roomlog.edge.send;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.edge.stomp.StompCommand;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompHeaders;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class DraftParsingTest {

    private static final String JSON = "application/json";

    @Test
    void takesAPlainBodyAsTheText() {
        Draft draft = parsed(send("{\"text\":1}"));

        assertThat(draft.text().value()).isEqualTo("{\"text\":1}");
        assertThat(draft.clientMessageId()).isEmpty();
        assertThat(draft.replyTo()).isEmpty();
        assertThat(draft.mentions()).isEmpty();
    }

    @Test
    void readsEveryFieldOfAJsonBody() {
        MessageId answered = MessageId.random();
        Draft draft =
                parsed(
                        json(
                                """
                                {"text": "hi\\n there 👋", "replyTo": "%s", "clientMessageId": "c-1",
                                 "mentions": ["bob", "carol", "bob"]}
                                """
                                        .formatted(answered)));

        assertThat(draft.text().value()).isEqualTo("hi\n there 👋");
        assertThat(draft.replyTo()).contains(answered);
        assertThat(draft.clientMessageId()).contains(new ClientMessageId("c-1"));
        assertThat(draft.mentions()).containsExactly(new MemberId("bob"), new MemberId("carol"));
    }

    @Test
    void takesANullFieldForAnAbsentOne() {
        Draft draft = parsed(json("{\"text\":\"a\",\"replyTo\":null,\"mentions\":null}"));

        assertThat(draft.replyTo()).isEmpty();
        assertThat(draft.mentions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=utf-8", "Application/JSON", " application/json "})
    void knowsJsonHoweverItsTypeIsWritten(String type) {
        assertThat(parsed(send("{\"text\":\"a\"}", "content-type", type)).text().value())
                .isEqualTo("a");
    }

    @Test
    void takesTheClientMessageIdFromTheHeaderOrTheBody() {
        String body = "{\"text\":\"a\",\"clientMessageId\":\"c-1\"}";

        assertThat(parsed(send("a", "x-client-message-id", "h-1")).clientMessageId())
                .contains(new ClientMessageId("h-1"));
        assertThat(
                        parsed(send(body, "content-type", JSON, "x-client-message-id", "c-1"))
                                .clientMessageId())
                .contains(new ClientMessageId("c-1"));
        assertThat(refusal(send(body, "content-type", JSON, "x-client-message-id", "h-1")))
                .isEqualTo(RefusalCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "{\"text\":\"a\"} x",
                "{\"text\":\"a\"}{}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"a\",\"colour\":\"red\"}",
                "{\"text\":\"a\",\"colour\":null}",
                "{\"Text\":\"a\"}",
                "{\"text\":null}",
                "{\"text\":1}",
                "{\"text\":true}",
                "{\"text\":{}}",
                "{\"text\":[\"a\"]}",
                "{\"text\":\"\"}",
                "{\"text\":\"\\n\\r\\n\"}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"\\ud800\"}",
                "{\"text\":\"\\udc00a\"}",
                "{\"text\":\"a\",\"replyTo\":7}",
                "{\"text\":\"a\",\"replyTo\":\"1-1-1-1-1\"}",
                "{\"text\":\"a\",\"clientMessageId\":7}",
                "{\"text\":\"a\",\"clientMessageId\":\"\"}",
                "{\"text\":\"a\",\"clientMessageId\":\"a b\"}",
                "{\"text\":\"a\",\"mentions\":\"bob\"}",
                "{\"text\":\"a\",\"mentions\":{}}",
                "{\"text\":\"a\",\"mentions\":[7]}",
                "{\"text\":\"a\",\"mentions\":[null]}",
                "{\"text\":\"a\",\"mentions\":[\"a b\"]}",
                "{\"text\":\"a\",\"mentions\":[\"<script>\"]}",
                "{'text':'a'}",
                "{\"text\":\"a\",}",
                "{\"text\":\"a\" /* why */}",
            })
    void refusesAJsonBodyThatIsNotOneOfOurs(String body) {
        assertThat(refusal(json(body))).isEqualTo(RefusalCode.INVALID_REQUEST);
    }

    static Stream<StompFrame> invalidSends() {
        return Stream.of(
                send(""),
                send("\r\n"),
                send("a\0b"),
                send("a", "content-type", "text/html"),
                send("a", "content-type", ""),
                send("a", "x-client-message-id", ""),
                send("a", "x-client-message-id", "with space"),
                send("a", "x-client-message-id", "é"),
                send("a", "x-client-message-id", "x".repeat(65)),
                notUtf8("text/plain"),
                notUtf8(JSON));
    }

    @ParameterizedTest
    @MethodSource("invalidSends")
    void refusesASendThatIsNotWellFormed(StompFrame send) {
        assertThat(refusal(send)).isEqualTo(RefusalCode.INVALID_REQUEST);
    }

    @Test
    void acceptsUpTo8192BytesOfText() {
        assertThat(parsed(send("é".repeat(4_096))).text().value()).hasSize(4_096);
        assertThat(refusal(send("é".repeat(4_096) + "x"))).isEqualTo(RefusalCode.TOO_LARGE);
        assertThat(refusal(json("{\"text\":\"" + "x".repeat(8_193) + "\"}")))
                .isEqualTo(RefusalCode.TOO_LARGE);
    }

    @Test
    void acceptsUpTo50Mentions() {
        assertThat(parsed(mentioning(50)).mentions()).hasSize(50);
        assertThat(refusal(mentioning(51))).isEqualTo(RefusalCode.INVALID_REQUEST);
    }

    @Test
    void survivesDeepNesting() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);

        assertThat(refusal(json("{\"text\":\"a\",\"mentions\":" + deep + "}")))
                .isEqualTo(RefusalCode.INVALID_REQUEST);
    }

    @Test
    void neverQuotesWhatWasSent() {
        for (String body :
                new String[] {"{\"text\":\"hush", "{\"text\":\"a\",\"hush\":1}", "hush"}) {
            assertThat(DraftParsing.parse(json(body)))
                    .isInstanceOfSatisfying(
                            Parsed.Refused.class,
                            refused -> assertThat(refused.detail()).doesNotContain("hush"));
        }
    }

    private static StompFrame mentioning(int count) {
        return json(
                IntStream.range(0, count)
                        .mapToObj(i -> "\"m" + i + "\"")
                        .collect(Collectors.joining(",", "{\"text\":\"a\",\"mentions\":[", "]}")));
    }

    private static StompFrame json(String body) {
        return send(body, "content-type", JSON);
    }

    private static StompFrame send(String body, String... headers) {
        return StompFrame.withBody(StompCommand.SEND, body, headers);
    }

    private static StompFrame notUtf8(String type) {
        byte[] body = "{\"text\":\"a\"}".getBytes(UTF_8);
        body[9] = (byte) 0xff;
        return new StompFrame(StompCommand.SEND, StompHeaders.of("content-type", type), body);
    }

    private static Draft parsed(StompFrame send) {
        return switch (DraftParsing.parse(send)) {
            case Parsed.Valid<Draft>(Draft draft) -> draft;
            case Parsed.Refused<Draft> refused -> throw new AssertionError(refused);
        };
    }

    private static RefusalCode refusal(StompFrame send) {
        return switch (DraftParsing.parse(send)) {
            case Parsed.Valid<Draft> parsed -> throw new AssertionError(parsed);
            case Parsed.Refused<Draft> refused -> refused.code();
        };
    }
}
