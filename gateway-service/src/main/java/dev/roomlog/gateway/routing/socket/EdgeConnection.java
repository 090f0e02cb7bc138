package dev.roomlog.gateway.routing.socket;

import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Refused;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Switched;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unanswered;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;

import reactor.core.publisher.MonoSink;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The connection to an edge while it is asked to upgrade. It holds what the edge sends right after
 * its 101 until the client has been told. All on the channel's event loop.
 */
final class EdgeConnection extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private final MonoSink<UpgradeOutcome> outcome;
    private final Queue<Object> early = new ArrayDeque<>();
    private boolean switched;

    EdgeConnection(Channel channel, MonoSink<UpgradeOutcome> outcome) {
        this.channel = channel;
        this.outcome = outcome;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (switched) {
            early.add(message);
        } else if (message instanceof FullHttpResponse response) {
            try {
                answered(response);
            } finally {
                response.release();
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void answered(FullHttpResponse response) {
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            switched = true;
            channel.config().setAutoRead(false);
            // The codec must not be removed while it decodes: it may hold bytes after the head.
            channel.eventLoop()
                    .execute(() -> {
                        channel.pipeline().remove(HttpObjectAggregator.class);
                        channel.pipeline().remove(HttpClientCodec.class);
                        outcome.success(new Switched(this, response.headers()));
                    });
        } else {
            outcome.success(
                    new Refused(
                            response.status().code(),
                            response.headers(),
                            ByteBuffer.wrap(ByteBufUtil.getBytes(response.content()))));
            close();
        }
    }

    /** From here on bytes flow between the two; the client has been sent its 101. */
    void join(Channel client) {
        Relay toClient = new Relay(client);
        channel.pipeline().replace(this, "relay", toClient);
        for (Object held = early.poll(); held != null; held = early.poll()) {
            var _ = client.write(held);
        }
        client.flush();
        if (channel.isActive()) {
            channel.config().setAutoRead(true);
        } else {
            Relay.closeFlushed(client);
        }
    }

    Channel channel() {
        return channel;
    }

    void close() {
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        outcome.success(new Unanswered(new ClosedChannelException()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        outcome.success(new Unanswered(fault));
        close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!channel.isActive()) {
            early.forEach(ReferenceCountUtil::release);
            early.clear();
        }
    }
}
