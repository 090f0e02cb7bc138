package dev.roomlog.edge.stomp;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/** The beginning of a line or body that has not come whole. Empty, it holds no memory. */
final class PendingBytes {

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int size;

    int size() {
        return size;
    }

    /** What is allocated, which is what a client makes us hold. */
    int capacity() {
        return bytes.length;
    }

    /**
     * @param most as far as this may grow; at least what it then holds
     */
    void add(ByteBuf in, int length, int most) {
        int needed = size + length;
        if (needed > bytes.length) {
            int roomy = Math.max(needed, Math.max(64, 2 * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.min(most, roomy));
        }
        in.readBytes(bytes, size, length);
        size = needed;
    }

    /** All of it with what is read now. Then this is empty. */
    byte[] completeWith(ByteBuf in, int length) {
        byte[] whole = Arrays.copyOf(bytes, size + length);
        in.readBytes(whole, size, length);
        clear();
        return whole;
    }

    void clear() {
        bytes = NONE;
        size = 0;
    }
}
