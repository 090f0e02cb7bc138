package dev.roomlog.edge.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Streams made of the grammar's own pieces, right and wrong, and ways to damage and cut them. */
final class RandomStreams {

    private static final List<String> OF_CLIENTS =
            List.of("SEND", "SEND", "SEND", "CONNECT", "STOMP", "SUBSCRIBE", "ACK", "DISCONNECT");
    private static final List<String> OF_SERVERS =
            List.of("MESSAGE", "MESSAGE", "MESSAGE", "ERROR", "RECEIPT", "CONNECTED");
    private static final List<String> OF_NOBODY = List.of("HELLO", "send", "SEND ", "");
    private static final List<String> HEADERS =
            List.of(
                    "k:v",
                    "k:",
                    "k: v ",
                    "a\\cb:\\n\\\\",
                    "k:a:b",
                    "é:€😀",
                    "accept-version:1.0",
                    "accept-version:1.1",
                    "accept-version:1.0,1.1,1.2",
                    "destination:/topic/rooms/0190a3b0-0000-7000-8000-000000000000",
                    "k:" + "v".repeat(61));
    private static final List<String> DOUBTFUL_HEADERS =
            List.of(
                    "k:\\r",
                    "k:\\t",
                    "k:v\\",
                    "k:a\rb",
                    "k:\0",
                    "no colon",
                    ":v",
                    "k:" + "v".repeat(62),
                    "k:" + "v".repeat(63),
                    "content-length:0",
                    "content-length: 3",
                    "content-length:300",
                    "content-length:x");
    private static final List<String> BODIES =
            List.of(
                    "abc",
                    "a\0b",
                    "\n\r\n",
                    "€",
                    "x".repeat(100),
                    "x".repeat(231),
                    "x".repeat(300));
    private static final byte[] TELLING = "\n\r\0:\\SENDncrt0159 ".getBytes(ISO_8859_1);

    private final Random random;

    RandomStreams(Random random) {
        this.random = random;
    }

    Peer peer() {
        return oneOf(List.of(Peer.values()));
    }

    /** A frame that this peer may send, unless it has one of many mistakes. */
    byte[] frame(Peer peer) {
        String eol = oneIn(6) ? "\r\n" : "\n";
        String command = oneIn(20) ? oneOf(OF_NOBODY) : commandOf(oneIn(30) ? peer() : peer);
        StringBuilder frame = new StringBuilder(oneIn(4) ? eol : "").append(command).append(eol);
        int headers = oneIn(20) ? random.nextInt(12) : random.nextInt(4);
        for (int i = 0; i < headers; i++) {
            frame.append(oneOf(oneIn(15) ? DOUBTFUL_HEADERS : HEADERS)).append(eol);
        }
        String body = body(command);
        if (random.nextBoolean()) {
            frame.append("content-length:").append(body.getBytes(UTF_8).length).append(eol);
        }
        return frame.append(eol).append(body).append('\0').toString().getBytes(UTF_8);
    }

    private String commandOf(Peer peer) {
        return oneOf(peer.toString().startsWith("s") ? OF_SERVERS : OF_CLIENTS);
    }

    private String body(String command) {
        boolean usual = List.of("SEND", "MESSAGE", "ERROR").contains(command);
        return usual != oneIn(10) ? oneOf(BODIES) : "";
    }

    /** A few frames in a row, often damaged, or noise. */
    byte[] stream(Peer peer) {
        if (oneIn(20)) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
            joined.writeBytes(frame(peer));
        }
        byte[] bytes = joined.toByteArray();
        while (bytes.length > 0 && random.nextBoolean()) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private byte[] damaged(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> joined(before, new byte[] {(byte) random.nextInt(256)}, tail(after));
            case 1 -> joined(before, tail(after));
            case 2 -> joined(before, new byte[] {TELLING[random.nextInt(TELLING.length)]}, after);
            case 3 -> joined(before, after, after);
            default -> before;
        };
    }

    private static byte[] tail(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The same bytes in pieces of up to so many. */
    List<byte[]> cut(byte[] bytes, int most) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
