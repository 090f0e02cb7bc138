package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.util.MultiValueMap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What ADR 17 says of Spring's codec and why there is one of our own. Red means that Spring's has
 * changed: the decision should be read again.
 */
class SpringsCodecTest {

    private static final int LIMIT = 256;

    private BufferingStompDecoder spring =
            new BufferingStompDecoder(
                    new org.springframework.messaging.simp.stomp.StompDecoder(), LIMIT);

    /** {@code COMMAND{name=[value, …], …}body} for each frame. */
    private List<String> read(String... pieces) {
        List<String> frames = new ArrayList<>();
        for (String piece : pieces) {
            ByteBuffer bytes = ByteBuffer.wrap(piece.getBytes(ISO_8859_1));
            for (Message<byte[]> message : spring.decode(bytes)) {
                StompHeaderAccessor frame = StompHeaderAccessor.wrap(message);
                frames.add(
                        frame.getCommand()
                                + frame.toNativeHeaderMap().toString()
                                + new String(message.getPayload(), UTF_8));
            }
        }
        return frames;
    }

    @Test
    void readsTwoFramesAndTheirEscapesAsItShould() {
        assertThat(read("SEND\nk:\\c\n\na\0\nSE", "ND\n\nb\0"))
                .containsExactly("SEND{k=[:]}a", "SEND{}b");
    }

    @Test
    void failsOnACrLfThatIsSplit() {
        assertThat(read("SEND\r\n\r\na\0")).containsExactly("SEND{}a");

        assertThatThrownBy(() -> read("SEND\r", "\n\r\na\0"))
                .isInstanceOf(StompConversionException.class);
    }

    @Test
    void losesTheFrameBeforeABrokenOneIfTheyComeTogether() {
        List<String> frames = new ArrayList<>();

        assertThatThrownBy(() -> frames.addAll(read("SEND\n\na\0SEND\nbroken\n\n\0")))
                .isInstanceOf(StompConversionException.class);

        assertThat(frames).isEmpty();
    }

    @Test
    void readsAllVersionsByTheRulesOf12() {
        assertThat(read("CONNECT\naccept-version:1.1\n\n\0SEND\nk:\\r\nl:v\r\n\n\0"))
                .contains("SEND{k=[\r], l=[v]}");
        assertThatThrownBy(() -> read("CONNECT\naccept-version:1.0\n\n\0", "SEND\nk:\\t\n\n\0"))
                .hasMessageContaining("Illegal escape sequence");
    }

    @Test
    void replacesWhatIsNotUtf8() {
        assertThat(read("SEND\nk:\u00ff\n\n\0")).containsExactly("SEND{k=[\ufffd]}");
    }

    @Test
    void takesALengthThatIsNoneForNone() {
        assertThat(read("SEND\ncontent-length:-1\n\na\0", "SEND\ncontent-length:x\n\nb\0"))
                .containsExactly("SEND{content-length=[-1]}a", "SEND{content-length=[x]}b");
    }

    @Test
    void throwsOverTheSameLengthIfTheFrameIsSplit() {
        assertThatThrownBy(() -> read("SEND\ncontent-length:x\n\n", "b\0"))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void throwsSomethingElseOverAnUnknownCommand() {
        assertThatThrownBy(() -> read("NO\n\n\0"))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitsForMoreAfterAFrameWithoutABlankLine() {
        assertThat(read("SEND\nk:v\0", "SEND\nk:v\0")).isEmpty();
    }

    @Test
    void readsWhatOnlyServersSend() {
        assertThat(read("MESSAGE\n\na\0")).containsExactly("MESSAGE{}a");
    }

    @Test
    void limitsWhatComesAtOnceInsteadOfTheFrame() {
        assertThat(read("SEND\n" + "k:v\n".repeat(60) + "\n\0")).hasSize(1);
        assertThatThrownBy(() -> read("SEND\n\na\0".repeat(40)))
                .hasMessageContaining("buffer size limit");
    }

    @Test
    void readsAFrameFromItsBeginningForEveryPiece() {
        long[] read = new long[1];
        spring =
                new BufferingStompDecoder(
                        new org.springframework.messaging.simp.stomp.StompDecoder() {
                            @Override
                            public List<Message<byte[]>> decode(
                                    ByteBuffer buffer,
                                    @Nullable MultiValueMap<String, String> partial) {
                                read[0] += buffer.remaining();
                                return super.decode(buffer, partial);
                            }
                        },
                        LIMIT);

        String frame = "SEND\n\n" + "x".repeat(93) + "\0";
        assertThat(read(frame.split("(?!^)", -1))).hasSize(1);

        assertThat(read[0]).isEqualTo(100 * 101 / 2);
    }

    @Test
    void repeatsInAnExceptionWhatWasSent() {
        assertThatThrownBy(() -> read("CONNECT\npasscode secret\n\n\0"))
                .hasMessageContaining("secret");
    }

    @Test
    void writesAHeaderThatAValueForged() {
        StompHeaderAccessor connected =
                StompHeaderAccessor.create(
                        org.springframework.messaging.simp.stomp.StompCommand.CONNECTED);
        connected.addNativeHeader("user-name", "a\nforged:b");

        byte[] written =
                new org.springframework.messaging.simp.stomp.StompEncoder()
                        .encode(connected.getMessageHeaders(), new byte[0]);

        assertThat(new String(written, UTF_8)).isEqualTo("CONNECTED\nuser-name:a\nforged:b\n\n\0");
    }
}
