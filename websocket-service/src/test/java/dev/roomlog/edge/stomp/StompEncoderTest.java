package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StompEncoderTest {

    @Test
    void writesCommandHeadersBlankLineBodyAndNul() {
        StompFrame frame = StompFrame.withBody(StompCommand.MESSAGE, "é", "subscription", "0");

        assertThat(encoded(frame, StompVersion.V1_2))
                .isEqualTo("MESSAGE\nsubscription:0\ncontent-length:2\n\né\0");
    }

    @Test
    void writesNoContentLengthWithoutABody() {
        assertThat(
                        encoded(
                                StompFrame.of(StompCommand.RECEIPT, "receipt-id", "7"),
                                StompVersion.V1_2))
                .isEqualTo("RECEIPT\nreceipt-id:7\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({
        "V1_2, a\\nb\\rc\\cd\\\\e",
        "V1_1, a\\nb␍c\\cd\\\\e",
        "V1_0, ab␍c:d\\e",
    })
    void escapesWhatTheVersionCanEscapeAndLeavesOutWhatWouldBreakTheFrame(
            StompVersion version, String value) {
        StompFrame frame = StompFrame.of(StompCommand.RECEIPT, "receipt-id", "a\nb\rc:d\\e\0");

        assertThat(encoded(frame, version).replace('\r', '␍'))
                .isEqualTo("RECEIPT\nreceipt-id:" + value + "\n\n\0");
    }

    @Test
    void doesNotEscapeConnectedForOldClients() {
        StompFrame connected = StompFrame.of(StompCommand.CONNECTED, "user-name", "a:b\\c");

        assertThat(encoded(connected, StompVersion.V1_2))
                .isEqualTo("CONNECTED\nuser-name:a:b\\c\n\n\0");
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void forgesNoHeaderWhereNothingIsEscaped(StompVersion version) {
        StompFrame connected =
                StompFrame.of(StompCommand.CONNECTED, "a:b\nc", "d\r\ne:f\0", ":\n", "gone");

        assertThat(encoded(connected, version)).isEqualTo("CONNECTED\nabc:de:f\n\n\0");
    }

    @Test
    void forgesNoHeaderByANameIn10() {
        StompFrame message = StompFrame.of(StompCommand.MESSAGE, "a:b\nc", "d");

        assertThat(encoded(message, StompVersion.V1_0)).isEqualTo("MESSAGE\nabc:d\n\n\0");
    }

    @Test
    void writesTheLengthThatTheBodyHasWhateverAHeaderSays() {
        StompFrame frame = StompFrame.withBody(StompCommand.ERROR, "ab", "content-length", "9");

        assertThat(encoded(frame, StompVersion.V1_2)).isEqualTo("ERROR\ncontent-length:2\n\nab\0");
    }

    @Test
    void knowsNoFrameThatMayNotBe() {
        assertThatThrownBy(() -> StompFrame.withBody(StompCommand.RECEIPT, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StompFrame.of(StompCommand.RECEIPT, "", "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String encoded(StompFrame frame, StompVersion version) {
        return new String(StompEncoder.encode(frame, version), UTF_8);
    }
}
