package dev.roomlog.edge.stomp;

/**
 * What a client may make us hold (section "Size Limits").
 *
 * @param frameBytes a whole frame, without its NUL
 * @param headers how many a frame may have
 * @param headerBytes one header line without its LF; on CONNECT, where a token travels, {@link
 *     #CONNECT_HEADER_BYTES}
 */
public record StompLimits(int frameBytes, int headers, int headerBytes) {

    static final int CONNECT_HEADER_BYTES = 16 * 1024;

    public StompLimits {
        if (frameBytes < 1 || headers < 1 || headerBytes < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }

    int headerBytesOf(StompCommand command) {
        return command.connects() ? Math.max(headerBytes, CONNECT_HEADER_BYTES) : headerBytes;
    }
}
