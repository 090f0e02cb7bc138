package dev.roomlog.edge.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long nothing has come from a peer, not a byte. Only while it is listened to: a client whose
 * frames wait here for their turn is not silent. First in its pipeline; on the event loop.
 */
final class Silence extends ChannelDuplexHandler {

    private final EventExecutor executor;
    private final List<Watch> watches = new ArrayList<>();
    private boolean reading = true;
    private long since;

    Silence(EventExecutor executor) {
        this.executor = executor;
        this.since = executor.ticker().nanoTime();
    }

    /** Runs the action when it has lasted so long, and each time it lasts as long again. */
    void watch(Duration length, Runnable action) {
        Watch watch = new Watch(length.toNanos(), action);
        watches.add(watch);
        watch.lookAfter(length.toNanos());
    }

    private long nanos() {
        return reading ? executor.ticker().nanoTime() - since : 0;
    }

    private final class Watch {
        private final long length;
        private final Runnable action;
        private Future<?> next = executor.newSucceededFuture(null);

        private Watch(long length, Runnable action) {
            this.length = length;
            this.action = action;
        }

        private void lookAfter(long nanos) {
            next = executor.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        }

        private void look() {
            long left = length - nanos();
            if (left <= 0) {
                action.run();
            }
            lookAfter(left > 0 ? left : length);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        if (!reading) {
            reading = true;
            since = executor.ticker().nanoTime();
        }
        super.read(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        since = executor.ticker().nanoTime();
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        reading = false;
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        watches.forEach(watch -> watch.next.cancel(false));
        super.channelInactive(context);
    }
}
