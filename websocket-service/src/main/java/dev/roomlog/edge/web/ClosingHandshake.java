package dev.roomlog.edge.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import reactor.netty.NettyPipeline;

import java.nio.channels.ClosedChannelException;

/**
 * Waits for the peer's close frame after ours (RFC 6455 §7.1.1). Reactor Netty closes the
 * connection as soon as its own is written; what the peer sends at that moment would then be
 * answered by a reset, which takes from it what it has not read yet.
 */
final class ClosingHandshake extends ChannelDuplexHandler {

    private @Nullable ChannelPromise closing;

    /** On the event loop, before the close frame is written. */
    static void install(Channel channel) {
        if (channel.pipeline().get(NettyPipeline.ReactiveBridge) != null) {
            channel.pipeline()
                    .addBefore(
                            NettyPipeline.ReactiveBridge,
                            "roomlog.closing",
                            new ClosingHandshake());
            // Nobody asks for more to be read any longer.
            channel.config().setAutoRead(true);
        }
    }

    /** Reactor Netty closes the connection when its promise is kept. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
            throws Exception {
        if (message instanceof CloseWebSocketFrame && closing == null) {
            closing = promise;
            var _ =
                    context.write(message)
                            .addListener(written -> {
                                if (!written.isSuccess()) {
                                    promise.tryFailure(written.cause());
                                }
                            });
        } else {
            super.write(context, message, promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (closing == null) {
            super.channelRead(context, message);
            return;
        }
        if (message instanceof CloseWebSocketFrame) {
            closing.trySuccess();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (closing != null) {
            closing.tryFailure(new ClosedChannelException());
        }
        super.channelInactive(context);
    }
}
