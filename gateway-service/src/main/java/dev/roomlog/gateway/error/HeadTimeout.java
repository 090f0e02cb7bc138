package dev.roomlog.gateway.error;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Says when a request's head has not come whole in time, counted from its first byte; on a new
 * connection from its beginning. How long the client is quiet between requests is not its matter.
 * One per connection, before the HTTP codec; all on the connection's event loop.
 */
final class HeadTimeout extends ChannelInboundHandlerAdapter {

    /** What is fired when time is up: whether any byte of the head has come. */
    record Expired(boolean begun) {}

    private final Duration timeout;
    private boolean awaiting = true;
    private boolean begun;
    private @Nullable Future<?> expiry;

    HeadTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        start(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (awaiting) {
            begun = true;
            start(ctx);
        }
        ctx.fireChannelRead(bytes);
    }

    /** The head is here; what comes next is the body. */
    void headRead() {
        awaiting = false;
        stop();
    }

    /** The request is here; what comes next is another head. */
    void requestRead() {
        awaiting = true;
        begun = false;
    }

    private void start(ChannelHandlerContext ctx) {
        if (expiry == null) {
            expiry =
                    ctx.executor()
                            .schedule(
                                    () -> {
                                        ctx.fireUserEventTriggered(new Expired(begun));
                                    },
                                    timeout.toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }
}
