package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no row of {@link StompConformanceTest} can say. */
class StompDecoderTest {

    private static final StompLimits LIMITS = Streams.LIMITS;

    private final StompDecoder decoder = StompDecoder.ofClient(LIMITS);

    private StompDecoding decode(String text) {
        return decoder.decode(bytes(text));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    @Test
    void usesTheFirstOfRepeatedHeaders() {
        StompFrame frame = decode("SEND\nfoo:World\nfoo:Hello\n\n\0").frames().getFirst();

        assertThat(frame.header("foo")).contains("World");
    }

    @Test
    void readsNothingMoreAfterABreach() {
        decode("NO\n");
        ByteBuf more = bytes("SEND\n\nx\0");

        StompDecoding later = decoder.decode(more);

        assertThat(later.frames()).isEmpty();
        assertThat(later.breach()).isEqualTo(new StompDecoding.Breach.Malformed("no such command"));
        assertThat(more.readableBytes()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SEND\n",
                "SEND\nk:",
                "SEND\n\n",
                "CONNECT\nk:",
                "SEND\ncontent-length:200\n\n"
            })
    void cutsOffAFrameThatNeverEnds(String beginning) {
        decode(beginning);

        int fed = 0;
        while (decode("abcd:efg").breach() == null) {
            fed += 8;
            assertThat(fed).isLessThanOrEqualTo(LIMITS.frameBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\n\n%s",
                "SEND\ncontent-length:200\n\n%s",
                "CONNECT\nk:%s",
                "SEND\nk:v\nl:%s"
            })
    void holdsWhatCameAndNoMoreThanTheLimit(String frame) {
        byte[] all = frame.formatted("x".repeat(LIMITS.frameBytes())).getBytes(UTF_8);

        int most = 0;
        for (byte b : all) {
            decoder.decode(Unpooled.wrappedBuffer(new byte[] {b}));
            most = Math.max(most, decoder.heldBytes());
        }

        assertThat(most).isBetween(50, LIMITS.frameBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND\nk:v\n\n%s\0", "SEND\n%s:v\n", "SEND\nk:v\n\n%s\0SE\0"})
    void holdsNothingBetweenFramesNorAfterABreach(String frame) {
        String all = frame.formatted("x".repeat(200));

        for (byte b : all.getBytes(UTF_8)) {
            decoder.decode(Unpooled.wrappedBuffer(new byte[] {b}));
        }

        assertThat(decoder.heldBytes()).isZero();
        assertThat(decoder.isWithinFrame()).isFalse();
    }

    @Test
    void allocatesNothingForAnAnnouncementAlone() {
        decode("SEND\ncontent-length:200\n\n");

        assertThat(decoder.heldBytes()).isEqualTo("content-length200".length());
    }

    @Test
    void showsNeitherHeaderValuesNorBodies() {
        StompFrame frame = decode("SEND\npasscode:secret\n\nsecret\0").frames().getFirst();

        assertThat(frame.toString()).contains("passcode").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret\n",
                "SEND\nsecret\n",
                "SEND\n:secret\n",
                "SEND\nk:secret\\t\n",
                "SEND\ncontent-length:secret\n\n",
                "SEND\ncontent-length:0\n\nsecret",
                "ACK\n\nsecret",
                "SEND\nsecret\0",
            })
    void repeatsNothingInABreach(String broken) {
        assertThat(decode(broken).breach()).isNotNull().asString().doesNotContain("secret");
    }
}
