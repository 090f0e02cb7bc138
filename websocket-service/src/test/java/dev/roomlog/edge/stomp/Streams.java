package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Bytes in, a line of text out that says which frames they were. */
final class Streams {

    static final StompLimits LIMITS = new StompLimits(256, 4, 40);

    private Streams() {}

    /**
     * One line of a conformance table.
     *
     * @param section of the STOMP 1.2 specification
     * @param input one character a byte
     */
    record Row(String section, StompVersion version, String input, String meaning) {
        byte[] bytes() {
            return input.getBytes(ISO_8859_1);
        }

        @Override
        public String toString() {
            return section + " (" + version.number() + "): " + printable(input);
        }

        private static String printable(String text) {
            String shown =
                    text.replace("\n", "⏎")
                            .replace("\r", "␍")
                            .replace("\0", "␀")
                            .replace("\\", "╲");
            return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
        }
    }

    static String read(StompVersion version, byte[] bytes) {
        return show(decode(version, List.of(bytes)));
    }

    static String readSplit(StompVersion version, byte[] bytes, int split) {
        return show(
                decode(
                        version,
                        List.of(
                                Arrays.copyOf(bytes, split),
                                Arrays.copyOfRange(bytes, split, bytes.length))));
    }

    static String readByteByByte(StompVersion version, byte[] bytes) {
        List<byte[]> each = new ArrayList<>();
        for (byte b : bytes) {
            each.add(new byte[] {b});
        }
        return show(decode(version, each));
    }

    static StompDecoding decode(StompVersion version, List<byte[]> chunks) {
        StompDecoder decoder = new StompDecoder(LIMITS);
        decoder.use(version);
        List<StompFrame> frames = new ArrayList<>();
        StompDecoding.@Nullable Breach breach = null;
        for (byte[] chunk : chunks) {
            StompDecoding decoding = decoder.decode(Unpooled.wrappedBuffer(chunk));
            frames.addAll(decoding.frames());
            breach = decoding.breach();
        }
        return new StompDecoding(frames, breach);
    }

    static StompFrame frame(String text) {
        List<StompFrame> frames = decode(StompVersion.V1_2, List.of(text.getBytes(UTF_8))).frames();
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    /**
     * {@code COMMAND{name=value,…}body} for each frame, then {@code !why} if there was a breach.
     */
    static String show(StompDecoding decoding) {
        List<String> parts =
                decoding.frames().stream()
                        .map(Streams::show)
                        .collect(Collectors.toCollection(ArrayList::new));
        switch (decoding.breach()) {
            case StompDecoding.Breach.Malformed _ -> parts.add("!malformed");
            case StompDecoding.Breach.TooLarge _ -> parts.add("!too-large");
            case null -> {}
        }
        return String.join(" ", parts);
    }

    private static String show(StompFrame frame) {
        List<String> headers = new ArrayList<>();
        frame.headers().forEach((name, value) -> headers.add(name + "=" + value));
        return "%s{%s}%s"
                .formatted(
                        frame.command(),
                        String.join(",", headers),
                        new String(frame.body(), ISO_8859_1));
    }

    static void assertWithinLimits(StompFrame frame) {
        assertThat(frame.body().length).isLessThanOrEqualTo(LIMITS.frameBytes());
        assertThat(frame.headers().size()).isLessThanOrEqualTo(LIMITS.headers());
        frame.headers()
                .forEach((name, value) ->
                        assertThat((name + value).getBytes(UTF_8).length)
                                .isLessThan(LIMITS.headerBytesOf(frame.command())));
    }
}
