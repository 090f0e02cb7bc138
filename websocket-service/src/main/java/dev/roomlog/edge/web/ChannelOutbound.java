package dev.roomlog.edge.web;

import dev.roomlog.edge.session.Timers;
import dev.roomlog.edge.stomp.StompCommand;
import dev.roomlog.edge.stomp.StompEncoder;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.edge.subscription.ServerTextMessage;
import dev.roomlog.events.RefusalCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.concurrent.EventExecutor;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Writes to one channel on its event loop. What waits for a slow reader is bounded: beyond the
 * limit it is told {@code too-slow} and closed, and what would have come is dropped; it resumes by
 * position.
 */
final class ChannelOutbound implements Outbound, Timers {

    private static final byte[] EOL = {'\n'};

    private final Channel channel;
    private final Bounds bounds;
    private final BiFunction<Integer, String, Mono<Void>> closing;
    private final Silence silence;

    // Only on the event loop.
    private boolean written;
    private boolean closed;
    private long lastWrite = System.nanoTime();

    /**
     * How long a client may be slow.
     *
     * @param queueBytes what may wait for it
     * @param closeWithin when it is closed: to take what waits, and to answer
     * @param overflowed told of each that is too slow
     */
    record Bounds(long queueBytes, Duration closeWithin, Runnable overflowed) {}

    /**
     * @param closing sends a close frame, in its turn after what was written
     */
    ChannelOutbound(
            Channel channel, Bounds bounds, BiFunction<Integer, String, Mono<Void>> closing) {
        this.channel = channel;
        this.bounds = bounds;
        this.closing = closing;
        this.silence = new Silence(channel.eventLoop());
        channel.pipeline().addFirst(silence);
    }

    @Override
    public EventExecutor executor() {
        return channel.eventLoop();
    }

    @Override
    public void write(ByteBuf message) {
        if (closed || !channel.isActive()) {
            message.release();
            return;
        }
        if (pendingBytes() + message.readableBytes() > bounds.queueBytes()) {
            message.release();
            overflow();
            return;
        }
        put(message);
    }

    private void put(ByteBuf message) {
        written = true;
        lastWrite = System.nanoTime();
        // A write that fails closes the channel, which is how everybody hears of it.
        var _ = channel.write(message, channel.voidPromise());
    }

    private long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void tooSlow() {
        onLoop(this::overflow);
    }

    private void overflow() {
        if (closed) {
            return;
        }
        bounds.overflowed().run();
        RefusalCode code = RefusalCode.TOO_SLOW;
        StompFrame error =
                StompFrame.withBody(
                        StompCommand.ERROR,
                        code.title(),
                        "message",
                        code.code(),
                        "content-type",
                        "text/plain");
        put(ServerTextMessage.of(StompEncoder.encode(error, StompVersion.V1_2)));
        closeNow(code.closeCode().orElse(1011), code.code());
    }

    @Override
    public void flush() {
        if (written) {
            written = false;
            channel.flush();
        }
    }

    @Override
    public void whenFlushed(Consumer<Boolean> action) {
        if (closed || !channel.isActive()) {
            action.accept(false);
            return;
        }
        // Nothing, in its turn: the channel is done with it when all before it has been written.
        var _ =
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(written -> action.accept(written.isSuccess()));
    }

    @Override
    public void send(StompFrame frame, StompVersion version) {
        byte[] stomp = StompEncoder.encode(frame, version);
        onLoop(() -> {
            write(ServerTextMessage.of(stomp));
            flush();
        });
    }

    @Override
    public void close(int code, String reason) {
        onLoop(() -> closeNow(code, reason));
    }

    private void closeNow(int code, String reason) {
        if (closed) {
            return;
        }
        closed = true;
        channel.flush();
        // Where no close frame can be sent any more the peer was faster.
        closing.apply(code, reason).subscribe(_ -> {}, _ -> abandon());
        // A peer that reads nothing would hold the connection, and what waits for it, for ever.
        var _ =
                channel.eventLoop()
                        .schedule(
                                this::abandon,
                                bounds.closeWithin().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void abandon() {
        var _ = channel.close();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        var scheduled =
                channel.eventLoop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        ChannelFutureListener cancel = _ -> scheduled.cancel(false);
        var _ = channel.closeFuture().addListener(cancel);
        return () -> {
            scheduled.cancel(false);
            // Else a connection that sets timers again and again would gather them.
            var _ = channel.closeFuture().removeListener(cancel);
        };
    }

    @Override
    public void beat(Duration interval) {
        every(
                interval,
                () -> {
                    if (System.nanoTime() - lastWrite >= interval.toNanos() * 3 / 4) {
                        write(ServerTextMessage.of(EOL));
                        flush();
                    }
                });
    }

    @Override
    public void probe(Duration interval) {
        onLoop(() ->
                silence.watch(
                        interval,
                        () -> {
                            if (!closed) {
                                var _ = channel.writeAndFlush(new PingWebSocketFrame());
                            }
                        }));
    }

    @Override
    public void watch(Duration interval, Runnable silent) {
        onLoop(() -> silence.watch(interval, silent));
    }

    /** Looks twice an interval, so that what is due is done before the interval is over. */
    private void every(Duration interval, Runnable action) {
        long period = Math.max(1, interval.toMillis() / 2);
        var scheduled =
                channel.eventLoop()
                        .scheduleAtFixedRate(action, period, period, TimeUnit.MILLISECONDS);
        ChannelFutureListener cancel = _ -> scheduled.cancel(false);
        var _ = channel.closeFuture().addListener(cancel);
    }

    /**
     * In its turn, also from the event loop itself: what the feed handed over before must not be
     * overtaken.
     */
    private void onLoop(Runnable action) {
        channel.eventLoop().execute(action);
    }
}
