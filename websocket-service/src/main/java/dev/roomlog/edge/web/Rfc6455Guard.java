package dev.roomlog.edge.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;

import reactor.netty.NettyPipeline;

/**
 * The checks of RFC 6455 that Netty has and Reactor Netty leaves out: it accepts reserved bits as
 * if an extension had been negotiated (§5.2) and passes on text that is not UTF-8 (§8.1). What is
 * found fails the inbound stream with a {@link CorruptedWebSocketFrameException}, which knows the
 * close code; nothing after it is read.
 */
final class Rfc6455Guard {

    private Rfc6455Guard() {}

    /** Before the first frame is read. */
    static void install(ChannelPipeline pipeline, int maxFrameBytes) {
        pipeline.replace(
                WebSocketFrameDecoder.class, "roomlog.decoder", new StrictDecoder(maxFrameBytes));
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "roomlog.control", new ControlFrames());
        pipeline.addBefore(
                NettyPipeline.ReactiveBridge, "roomlog.utf8", new Utf8FrameValidator(false));
    }

    private static final class StrictDecoder extends WebSocket13FrameDecoder {

        /** The last code that there is (§7.4.2); Netty sees no end. */
        private static final int LAST_CLOSE_CODE = 4_999;

        StrictDecoder(int maxFrameBytes) {
            super(
                    WebSocketDecoderConfig.newBuilder()
                            .maxFramePayloadLength(maxFrameBytes)
                            .allowExtensions(false)
                            // It would not say why it does not like a close frame.
                            .closeOnProtocolViolation(false)
                            .build());
        }

        @Override
        protected void checkCloseFrameBody(ChannelHandlerContext context, ByteBuf body) {
            super.checkCloseFrameBody(context, body);
            if (body.isReadable() && body.getUnsignedShort(body.readerIndex()) > LAST_CLOSE_CODE) {
                throw new CorruptedWebSocketFrameException(
                        WebSocketCloseStatus.PROTOCOL_ERROR, "no such close code");
            }
        }
    }
}
