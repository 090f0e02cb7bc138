package dev.roomlog.edge.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

import org.jspecify.annotations.Nullable;

/**
 * Pings and pongs (RFC 6455 §5.5.2, §5.5.3). Reactor Netty would queue a pong for each ping,
 * whether the client reads them or not, read on after each although reading is paused, and pass
 * pongs on as if they were messages.
 */
final class ControlFrames extends ChannelInboundHandlerAdapter {

    /** Of several, only the most recent need be answered. */
    private @Nullable PingWebSocketFrame unanswered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        switch (message) {
            case PingWebSocketFrame ping -> {
                forget();
                unanswered = ping;
                answer(context);
            }
            case PongWebSocketFrame pong -> pong.release();
            default -> super.channelRead(context, message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        answer(context);
        super.channelWritabilityChanged(context);
    }

    private void answer(ChannelHandlerContext context) {
        PingWebSocketFrame ping = unanswered;
        if (ping != null && context.channel().isWritable()) {
            unanswered = null;
            var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content()));
        }
    }

    private void forget() {
        if (unanswered != null) {
            unanswered.release();
            unanswered = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }
}
