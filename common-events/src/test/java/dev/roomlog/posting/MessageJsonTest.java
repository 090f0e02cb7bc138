package dev.roomlog.posting;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

class MessageJsonTest {

    @Test
    void anEditKeepsMentionsThatItDoesNotName() {
        assertThat(edit("{\"text\":\"a\"}").mentions()).isEmpty();
        assertThat(edit("{\"text\":\"a\",\"mentions\":null}").mentions()).contains(List.of());
        assertThat(edit("{\"text\":\"a\",\"mentions\":[\"bob\"]}").mentions())
                .contains(List.of(new MemberId("bob")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|text",
                "[]|body",
                "{\"text\":\"a\",\"replyTo\":null}|body",
                "{\"text\":{\"$gt\":\"\"}}|text",
                "{\"text\":\"a\",\"mentions\":{\"$ne\":1}}|mentions"
            })
    void namesThePartOfAnEditThatIsWrong(String body, String field) {
        assertThat(MessageJson.edit(body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_REQUEST);
                            assertThat(refused.field()).isEqualTo(field);
                        });
    }

    @Test
    void saysWhichHeaderTheBodyContradicts() {
        byte[] body = "{\"text\":\"a\",\"clientMessageId\":\"one\"}".getBytes(UTF_8);

        assertThat(MessageJson.draft(body, "X", Optional.of(new ClientMessageId("other"))))
                .isEqualTo(
                        Parsed.Refused.invalid("clientMessageId", "clientMessageId and X differ"));
    }

    private static Edit edit(String body) {
        return switch (MessageJson.edit(body.getBytes(UTF_8))) {
            case Parsed.Valid<Edit>(Edit edit) -> edit;
            case Parsed.Refused<Edit> refused -> throw new AssertionError(refused);
        };
    }
}
