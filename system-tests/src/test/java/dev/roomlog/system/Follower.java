package dev.roomlog.system;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One subscriber of a room, as lean as can be: it remembers the positions it was sent, and comes
 * back with the last of them when its connection ends. It can stop reading its socket.
 */
final class Follower {

    private static final int LONGEST_PAUSE_MILLIS = 500;
    private static final int SMALL_RECEIVE_BUFFER = 32 * 1024;
    private static final int HEAD_BYTES = 1024;
    private static final int BEAT_SECONDS = 5;

    private final EventLoopGroup loops;
    private final URI address;
    private final String token;
    private final String room;

    // All below is written on one event loop, and read by tests under this lock.
    private long[] positions = new long[64];
    private int count;
    private final List<End> ends = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private boolean subscribed;
    private long subscribedAt;
    private boolean closed;
    private @Nullable Channel channel;
    private volatile Listener listener = (_, _) -> {};

    /**
     * How a connection ended.
     *
     * @param error code of the ERROR frame; empty when there was none
     * @param closeCode 1006 where there was no close frame
     */
    record End(String error, int closeCode) {}

    /** Hears of each message as it comes. */
    interface Listener {
        void posted(long position, String beginning);
    }

    Follower(EventLoopGroup loops, URI address, String token, String room) {
        this.loops = loops;
        this.address = address;
        this.token = token;
        this.room = room;
    }

    void tell(Listener other) {
        listener = other;
    }

    synchronized void connect() {
        if (closed) {
            return;
        }
        channel =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.SO_RCVBUF, SMALL_RECEIVE_BUFFER)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        opened.pipeline()
                                                .addLast(new HttpClientCodec())
                                                .addLast(new HttpObjectAggregator(64 * 1024))
                                                .addLast(webSocket())
                                                .addLast(new Conversation());
                                    }
                                })
                        .connect(address.getHost(), address.getPort())
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                comeBack();
                            }
                        })
                        .channel();
    }

    private WebSocketClientProtocolHandler webSocket() {
        return new WebSocketClientProtocolHandler(
                WebSocketClientProtocolConfig.newBuilder()
                        .webSocketUri(address)
                        .subprotocol("v12.stomp")
                        .handleCloseFrames(false)
                        .maxFramePayloadLength(1 << 20)
                        .handshakeTimeoutMillis(30_000)
                        .build());
    }

    /** All that is said on one connection. */
    private final class Conversation extends SimpleChannelInboundHandler<WebSocketFrame> {
        private String error = "";
        private int closeCode = 1006;
        private @Nullable Future<?> beating;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                say(
                        context,
                        "CONNECT\naccept-version:1.2\nhost:x\nheart-beat:5000,0\nAuthorization:Bearer "
                                + token);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            switch (frame) {
                case CloseWebSocketFrame close -> {
                    closeCode = close.statusCode();
                    var _ = context.writeAndFlush(new CloseWebSocketFrame(close.statusCode(), ""));
                }
                case TextWebSocketFrame text -> heard(context, text.content());
                default -> throw new AssertionError("unexpected " + frame);
            }
        }

        private void heard(ChannelHandlerContext context, ByteBuf bytes) {
            String beginning =
                    bytes.toString(
                            bytes.readerIndex(),
                            Math.min(bytes.readableBytes(), HEAD_BYTES),
                            StandardCharsets.UTF_8);
            switch (beginning.substring(0, Math.max(0, beginning.indexOf('\n')))) {
                case "CONNECTED" -> {
                    beating = beat(context);
                    say(context, subscribe());
                }
                case "RECEIPT" -> noteSubscribed();
                case "MESSAGE" -> noteEvent(beginning);
                case "ERROR" -> error = header(beginning, "message");
                default -> {}
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (beating != null) {
                beating.cancel(false);
            }
            noteEnd(new End(error, closeCode));
            comeBack();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            // A refused upgrade or a reset: it comes back, as after any other end.
            var _ = context.close();
        }
    }

    /** Whether it reads or not, it is there. */
    private static Future<?> beat(ChannelHandlerContext context) {
        return context.executor()
                .scheduleAtFixedRate(
                        () -> {
                            var _ = context.writeAndFlush(new TextWebSocketFrame("\n"));
                        },
                        BEAT_SECONDS,
                        BEAT_SECONDS,
                        TimeUnit.SECONDS);
    }

    private static void say(ChannelHandlerContext context, String frame) {
        var _ = context.writeAndFlush(new TextWebSocketFrame(frame + "\n\n\0"));
    }

    private static String header(String frame, String name) {
        int at = frame.indexOf("\n" + name + ":");
        int from = at + name.length() + 2;
        return at < 0 ? "" : frame.substring(from, frame.indexOf('\n', from));
    }

    private synchronized String subscribe() {
        String frame = "SUBSCRIBE\nid:room\nreceipt:in\ndestination:/topic/rooms/" + room;
        if (count > 0) {
            return frame + "\nx-from:" + positions[count - 1];
        }
        // Who was here before and heard nothing has missed whatever there is.
        return ends.isEmpty() ? frame : frame + "\nx-from:first";
    }

    private synchronized void noteSubscribed() {
        subscribed = true;
        subscribedAt = System.nanoTime();
    }

    private void noteEvent(String beginning) {
        switch (header(beginning, "x-event")) {
            case "posted" -> {
                long position = Long.parseLong(header(beginning, "x-position"));
                notePosition(position);
                listener.posted(position, beginning);
            }
            case "gap" -> noteGap(beginning);
            default -> {}
        }
    }

    private synchronized void notePosition(long position) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
        }
        positions[count++] = position;
    }

    private synchronized void noteGap(String event) {
        gaps.add(event);
    }

    private synchronized void noteEnd(End end) {
        subscribed = false;
        ends.add(end);
    }

    private void comeBack() {
        int pause = ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS);
        if (!loops.isShuttingDown()) {
            var _ = loops.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
        }
    }

    synchronized boolean isSubscribed() {
        return subscribed;
    }

    /** When it was last confirmed, by {@link System#nanoTime()}. */
    synchronized long subscribedAt() {
        return subscribedAt;
    }

    /** Of the last message that came; -1 before the first. */
    synchronized long last() {
        return count == 0 ? -1 : positions[count - 1];
    }

    /** Of all messages that came, as they came. */
    synchronized long[] positions() {
        return Arrays.copyOf(positions, count);
    }

    synchronized List<End> ends() {
        return List.copyOf(ends);
    }

    synchronized List<String> gaps() {
        return List.copyOf(gaps);
    }

    /** Leaves its socket alone: what is sent to it piles up, on its way first and then there. */
    synchronized void stopReading() {
        setReading(false);
    }

    synchronized void readOn() {
        setReading(true);
    }

    private void setReading(boolean reads) {
        if (channel != null) {
            channel.config().setAutoRead(reads);
        }
    }

    synchronized void close() {
        closed = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }
}
