package dev.roomlog.edge.stomp;

/**
 * What a client may make us hold.
 *
 * @param frameBytes a whole frame
 * @param headers how many a frame may have
 * @param headerBytes one header line; on CONNECT, where a token travels, {@link
 *     #CONNECT_HEADER_BYTES}
 */
public record StompLimits(int frameBytes, int headers, int headerBytes) {

    static final int CONNECT_HEADER_BYTES = 16 * 1024;

    int headerBytesOf(StompCommand command) {
        return command.connects() ? Math.max(headerBytes, CONNECT_HEADER_BYTES) : headerBytes;
    }
}
