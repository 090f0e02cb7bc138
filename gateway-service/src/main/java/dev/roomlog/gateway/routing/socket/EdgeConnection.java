package dev.roomlog.gateway.routing.socket;

import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Refused;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Switched;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unanswered;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
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
            HttpHeaders headers = response.headers();
            channel.config().setAutoRead(false);
            // The codec must not be removed while it decodes: it may hold bytes after the head.
            channel.eventLoop()
                    .execute(() -> {
                        removeIfThere(HttpObjectAggregator.class);
                        removeIfThere(HttpClientCodec.class);
                        outcome.success(new Switched(this, headers));
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

    /** An edge that closed at once has taken its pipeline with it. */
    private void removeIfThere(Class<? extends ChannelHandler> type) {
        if (channel.pipeline().get(type) != null) {
            channel.pipeline().remove(type);
        }
    }

    /** From here on bytes flow between the two; the client has been sent its 101. */
    void join(Channel client) {
        if (channel.pipeline().context(this) != null) {
            channel.pipeline().replace(this, "relay", new Relay(client));
        }
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
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!switched) {
            outcome.success(new Unanswered(new ClosedChannelException()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        if (!switched) {
            outcome.success(new Unanswered(fault));
        }
        var _ = channel.close();
    }
}
