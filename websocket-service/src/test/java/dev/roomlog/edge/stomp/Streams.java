package dev.roomlog.edge.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes in, a line out that says what they were: {@code COMMAND{name=value,…}body} for each frame,
 * then {@code …} if one is unfinished, or {@code !} and the breach. A character of it is a byte.
 */
final class Streams {

    static final StompLimits LIMITS = new StompLimits(256, 8, 64);

    static final String UNFINISHED = asBytes("…");

    private Streams() {}

    static String whole(Peer peer, byte[] bytes) {
        return outcome(peer, List.of(bytes));
    }

    static String splitAt(int split, Peer peer, byte[] bytes) {
        return outcome(
                peer,
                List.of(
                        Arrays.copyOf(bytes, split),
                        Arrays.copyOfRange(bytes, split, bytes.length)));
    }

    static String byteByByte(Peer peer, byte[] bytes) {
        List<byte[]> each = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            each.add(new byte[] {b});
        }
        return outcome(peer, each);
    }

    /** Also sees to it that each piece is read to its end, and what is held after each. */
    static String outcome(Peer peer, List<byte[]> pieces) {
        StompDecoder decoder = peer.decoder(LIMITS);
        StringBuilder shown = new StringBuilder();
        String end = "";
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            StompDecoding decoding = decoder.decode(in);
            decoding.frames().forEach(frame -> separated(shown).append(show(frame)));
            end = showEnd(decoding, decoder);
            check(decoding.breach() != null || !in.isReadable(), "bytes were left unread");
            check(decoder.heldBytes() <= LIMITS.frameBytes(), "more is held than a frame may have");
            check(
                    decoder.isWithinFrame() || decoder.heldBytes() == 0,
                    "something is held without a frame");
        }
        return end.isEmpty() ? shown.toString() : separated(shown).append(end).toString();
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError(wrong);
        }
    }

    private static StringBuilder separated(StringBuilder shown) {
        return shown.isEmpty() ? shown : shown.append(' ');
    }

    private static String showEnd(StompDecoding decoding, StompDecoder decoder) {
        return switch (decoding.breach()) {
            case StompDecoding.Breach.Malformed(String detail) -> "!malformed: " + detail;
            case StompDecoding.Breach.TooLarge(String detail) -> "!too large: " + detail;
            case null -> decoder.isWithinFrame() ? UNFINISHED : "";
        };
    }

    static String show(StompFrame frame) {
        List<String> headers = new ArrayList<>();
        frame.headers().forEach((name, value) -> headers.add(name + "=" + value));
        return frame.command()
                + asBytes("{" + String.join(",", headers) + "}")
                + new String(frame.body(), ISO_8859_1);
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
