package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;

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
        "V1_1, a\\nbc\\cd\\\\e",
        "V1_0, abc:d\\e",
    })
    void escapesWhatTheVersionCanEscapeAndDropsWhatWouldBreakTheFrame(
            StompVersion version, String value) {
        StompFrame frame = StompFrame.of(StompCommand.RECEIPT, "receipt-id", "a\nb\rc:d\\e\0");

        assertThat(encoded(frame, version)).isEqualTo("RECEIPT\nreceipt-id:" + value + "\n\n\0");
    }

    @Test
    void doesNotEscapeConnectedForOldClients() {
        StompFrame connected = StompFrame.of(StompCommand.CONNECTED, "user-name", "a:b\\c");

        assertThat(encoded(connected, StompVersion.V1_2))
                .isEqualTo("CONNECTED\nuser-name:a:b\\c\n\n\0");
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void writesWhatTheDecoderReadsBack(StompVersion version) {
        StompFrame frame = StompFrame.withBody(StompCommand.MESSAGE, "a\0b", "k", "ü:\\".repeat(3));
        StompDecoder decoder = new StompDecoder(Streams.LIMITS);
        decoder.use(version);

        StompDecoding decoding =
                decoder.decode(Unpooled.wrappedBuffer(StompEncoder.encode(frame, version)));

        assertThat(decoding.breach()).isNull();
        assertThat(decoding.frames()).hasSize(1);
        assertThat(decoding.frames().getFirst().header("k")).contains("ü:\\".repeat(3));
        assertThat(decoding.frames().getFirst().body()).isEqualTo("a\0b".getBytes(UTF_8));
    }

    private static String encoded(StompFrame frame, StompVersion version) {
        return new String(StompEncoder.encode(frame, version), UTF_8);
    }
}
