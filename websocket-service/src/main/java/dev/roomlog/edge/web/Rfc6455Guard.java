package dev.roomlog.edge.web;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

import reactor.netty.NettyPipeline;

/**
 * What Reactor Netty leaves out of RFC 6455: it accepts reserved bits although no extension was
 * negotiated (§5.2: the connection must be failed) and passes on text that is not UTF-8 (§8.1:
 * likewise, with 1007).
 */
final class Rfc6455Guard extends ChannelInboundHandlerAdapter {

    private boolean failed;

    static void install(ChannelPipeline pipeline) {
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "roomlog.rsv", new Rfc6455Guard());
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "roomlog.utf8", new Utf8FrameValidator());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (failed) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
            failed = true;
            frame.release();
            var _ =
                    context.writeAndFlush(
                                    new CloseWebSocketFrame(
                                            WebSocketCloseStatus.PROTOCOL_ERROR,
                                            "reserved bits are set"))
                            .addListener(ChannelFutureListener.CLOSE);
        } else {
            super.channelRead(context, message);
        }
    }
}
