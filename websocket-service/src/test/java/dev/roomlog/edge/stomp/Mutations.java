package dev.roomlog.edge.stomp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Endless broken input: random bytes, and known inputs joined and damaged. Set {@code
 * -Droomlog.test.seed} to the printed seed to see the same again.
 */
final class Mutations {

    private static final byte[] TELLING =
            "\n\r\0:\\SENDncr0159".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final List<byte[]> known;
    private final long seed = Long.getLong("roomlog.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    Mutations(List<byte[]> known) {
        this.known = known;
        System.out.println("fuzzing the STOMP decoder with -Droomlog.test.seed=" + seed);
    }

    long seed() {
        return seed;
    }

    byte[] next() {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
            joined.writeBytes(known.get(random.nextInt(known.size())));
        }
        byte[] bytes = joined.toByteArray();
        for (int damages = random.nextInt(6); damages > 0 && bytes.length > 0; damages--) {
            bytes = damage(bytes);
        }
        return bytes;
    }

    private byte[] damage(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            Arrays.copyOfRange(bytes, at + 1, bytes.length));
            case 2 -> {
                byte[] added = {TELLING[random.nextInt(TELLING.length)]};
                yield joined(
                        Arrays.copyOf(bytes, at),
                        added,
                        Arrays.copyOfRange(bytes, at, bytes.length));
            }
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    List<byte[]> chunks(byte[] bytes) {
        List<byte[]> chunks = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
            chunks.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return chunks;
    }

    <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
