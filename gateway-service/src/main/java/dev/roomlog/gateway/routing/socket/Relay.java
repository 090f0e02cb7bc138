package dev.roomlog.gateway.routing.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Copies what one connection reads to the other, no faster than that one writes. */
final class Relay extends ChannelInboundHandlerAdapter {

    private static final Duration FLUSH_WITHIN = Duration.ofSeconds(10);

    private final Channel peer;

    Relay(Channel peer) {
        this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        // A failed write closes the peer, which closes this side in turn.
        var _ = peer.write(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (!peer.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** This side can take more again, or cannot: the peer is what fills it. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        peer.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeFlushed(peer);
        // Reactor Netty, further down on the client's side, ends the exchange on this.
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        // Mostly a reset. Each end learns by its connection closing; there is nobody else to tell.
        var _ = ctx.close();
    }

    /**
     * Once it has taken what is on its way to it; one that does not read is not waited for long.
     */
    static void closeFlushed(Channel channel) {
        var patience =
                channel.eventLoop()
                        .schedule(
                                () -> {
                                    var _ = channel.close();
                                },
                                FLUSH_WITHIN.toMillis(),
                                TimeUnit.MILLISECONDS);
        var _ = channel.closeFuture().addListener(_ -> patience.cancel(false));
        var _ =
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
    }
}
