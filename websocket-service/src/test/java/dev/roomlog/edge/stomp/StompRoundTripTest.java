package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the encoder writes the decoder reads back equal, wherever the version can write it. */
class StompRoundTripTest {

    private static final StompLimits AMPLE = new StompLimits(65_536, 64, 8_192);
    private static final List<StompCommand> COMMANDS = List.of(StompCommand.values());

    private final Run run = Run.of(StompRoundTripTest.class, 5_000);
    private final Random random = run.random();

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void readsBackWhatWasWritten(StompVersion version) {
        for (long i = 0; i < run.times(); i++) {
            StompFrame frame = frame(version);
            Peer reads = frame.command().isOfServer() ? Peer.server(version) : Peer.client(version);

            StompDecoding decoding =
                    reads.decoder(AMPLE)
                            .decode(Unpooled.wrappedBuffer(StompEncoder.encode(frame, version)));

            assertThat(decoding.breach()).as(run.input(i)).isNull();
            assertThat(decoding.frames()).as(run.input(i)).hasSize(1);
            StompFrame read = decoding.frames().getFirst();
            assertThat(read.command()).as(run.input(i)).isEqualTo(frame.command());
            assertThat(headersOf(read)).as(run.input(i)).isEqualTo(headersOf(frame));
            assertThat(read.body()).as(run.input(i)).isEqualTo(frame.body());
        }
    }

    /** But for the length, which the encoder adds. */
    private static List<String> headersOf(StompFrame frame) {
        List<String> headers = new ArrayList<>();
        frame.headers()
                .forEach((name, value) -> {
                    if (!name.equals("content-length")) {
                        headers.add(name);
                        headers.add(value);
                    }
                });
        return headers;
    }

    private StompFrame frame(StompVersion version) {
        StompCommand command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        boolean plain = version == StompVersion.V1_0 || !command.isEscaped();
        StompHeaders.Builder headers = new StompHeaders.Builder();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = text(plain ? "\n\r\0:" : "\0");
            String value = text(plain ? "\n\r\0" : "\0");
            headers.add(
                    name.isEmpty() ? "k" : name,
                    // A 1.0 client takes the spaces around a value for padding.
                    version == StompVersion.V1_0 ? value.strip() : value);
        }
        byte[] body = new byte[command.mayHaveBody() ? random.nextInt(40) : 0];
        random.nextBytes(body);
        return new StompFrame(command, headers.build(), body);
    }

    private String text(String without) {
        String telling = " :\\\n\r\0ncrt";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int c =
                    random.nextBoolean()
                            ? telling.charAt(random.nextInt(telling.length()))
                            : anyCodePoint();
            if (without.indexOf(c) < 0) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private int anyCodePoint() {
        int bits = 7 + 7 * random.nextInt(3);
        int c = random.nextInt(Math.min(1 << bits, Character.MAX_CODE_POINT + 1));
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c;
    }
}
