package dev.roomlog.edge.web;

import dev.roomlog.edge.session.StompSession;
import dev.roomlog.edge.stomp.StompDecoder;
import dev.roomlog.edge.stomp.StompDecoding;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompLimits;
import dev.roomlog.edge.stomp.StompVersion;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One WebSocket connection: bytes in, frames to its session, one after the other. */
final class StompWebSocketHandler implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(StompWebSocketHandler.class);

    private final StompSession.Services services;
    private final StompLimits limits;
    private final long outboundBytes;
    private final AtomicInteger open = new AtomicInteger();

    StompWebSocketHandler(StompSession.Services services, StompLimits limits, long outboundBytes) {
        this.services = services;
        this.limits = limits;
        this.outboundBytes = outboundBytes;
    }

    @Override
    public List<String> getSubProtocols() {
        return StompVersion.subProtocols();
    }

    @Override
    public Mono<Void> handle(WebSocketSession webSocket) {
        Channel channel = ((ChannelUpgrade.ChannelSession) webSocket).channel();
        ChannelOutbound outbound =
                new ChannelOutbound(
                        channel,
                        outboundBytes,
                        (code, reason) -> webSocket.close(new CloseStatus(code, reason)));
        StompSession session = new StompSession(services, outbound, outbound);
        StompDecoder decoder = new StompDecoder(limits);
        open.incrementAndGet();
        return webSocket
                .receive()
                .concatMap(message -> read(message, decoder, session, outbound), 1)
                .onErrorResume(failure -> {
                    // The peer went away or broke RFC 6455; the close frame, if one was due, has
                    // been sent.
                    log.debug("connection ended: {}", failure.toString());
                    return Mono.empty();
                })
                .then(closed(channel))
                .doFinally(_ -> {
                    open.decrementAndGet();
                    session.end();
                });
    }

    int open() {
        return open.get();
    }

    private Mono<Void> read(
            WebSocketMessage message,
            StompDecoder decoder,
            StompSession session,
            ChannelOutbound outbound) {
        outbound.noteRead();
        ByteBuf bytes = ((NettyDataBuffer) message.getPayload()).getNativeBuffer();
        StompDecoding decoding = decoder.decode(bytes);
        Mono<Void> handled = Mono.empty();
        for (StompFrame frame : decoding.frames()) {
            handled = handled.then(Mono.defer(() -> handle(frame, decoder, session)));
        }
        StompDecoding.Breach breach = decoding.breach();
        return breach == null
                ? handled
                : handled.then(Mono.fromRunnable(() -> session.broken(breach)));
    }

    private static Mono<Void> handle(StompFrame frame, StompDecoder decoder, StompSession session) {
        if (frame.command().connects()) {
            // What follows CONNECT in the same bytes was decoded as 1.2 already; clients wait for
            // CONNECTED.
            StompVersion.negotiate(frame.header("accept-version").orElse(null))
                    .ifPresent(decoder::use);
        }
        return Mono.fromFuture(() -> session.handle(frame), true);
    }

    /**
     * Holds the exchange open until the socket is, so that Reactor Netty does not close it under a
     * close frame.
     */
    private static Mono<Void> closed(Channel channel) {
        return Mono.create(sink -> {
            var _ = channel.closeFuture().addListener(_ -> sink.success());
        });
    }
}
