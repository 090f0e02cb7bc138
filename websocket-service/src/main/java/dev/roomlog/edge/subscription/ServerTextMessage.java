package dev.roomlog.edge.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * A whole WebSocket text message as a server sends it (RFC 6455 §5.2): FIN and opcode 1, the length
 * in 7, 16 or 64 bits, no mask, the payload. Made by hand so that one buffer can serve every
 * subscriber.
 */
public final class ServerTextMessage {

    private static final int FIN_AND_TEXT = 0x81;

    private ServerTextMessage() {}

    /**
     * The payload is the parts in turn, which must be UTF-8 together. The caller owns the buffer.
     */
    public static ByteBuf of(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(length + 10);
        out.writeByte(FIN_AND_TEXT);
        if (length <= 125) {
            out.writeByte(length);
        } else if (length <= 0xffff) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out;
    }
}
