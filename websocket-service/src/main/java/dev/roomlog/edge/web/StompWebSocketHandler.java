package dev.roomlog.edge.web;

import dev.roomlog.edge.session.StompSession;
import dev.roomlog.edge.stomp.StompDecoder;
import dev.roomlog.edge.stomp.StompDecoding;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompLimits;
import dev.roomlog.edge.stomp.StompVersion;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** One WebSocket connection: bytes in, frames to its session, one after the other. */
final class StompWebSocketHandler implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(StompWebSocketHandler.class);

    private final StompSession.Services services;
    private final StompLimits limits;
    private final ChannelOutbound.Bounds bounds;
    private final OpenConnections open;

    StompWebSocketHandler(
            StompSession.Services services,
            StompLimits limits,
            ChannelOutbound.Bounds bounds,
            OpenConnections open) {
        this.services = services;
        this.limits = limits;
        this.bounds = bounds;
        this.open = open;
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
                        bounds,
                        (code, reason) -> {
                            ClosingHandshake.install(channel);
                            return webSocket.close(new CloseStatus(code, reason));
                        });
        StompSession session = new StompSession(services, outbound, outbound);
        StompDecoder decoder = StompDecoder.ofClient(limits);
        open.add(session);
        return webSocket
                .receive()
                // Read at once: the bytes are taken back when this returns, and a queue lies
                // behind.
                .map(message -> decode(message, decoder))
                .concatMap(decoding -> handle(decoding, session), 1)
                .onErrorResume(failure -> {
                    ended(failure, session, outbound);
                    return Mono.empty();
                })
                .then(closed(channel))
                .doFinally(_ -> {
                    session.end();
                    open.remove(session);
                });
    }

    /** Nothing more is read, so the connection must not stay. */
    private static void ended(Throwable failure, StompSession session, ChannelOutbound outbound) {
        switch (failure) {
            case TooLongFrameException _ ->
                    session.broken(
                            new StompDecoding.Breach.TooLarge(
                                    "the fragments are too long together"));
            case CorruptedWebSocketFrameException broken -> {
                WebSocketCloseStatus status = broken.closeStatus();
                outbound.close(
                        status.code(),
                        Objects.requireNonNullElse(broken.getMessage(), status.reasonText()));
                session.end();
            }
            case IOException _, AbortedException _, PrematureChannelClosureException _ ->
                    // The peer went away, at worst in the middle of a message.
                    log.debug("connection ended: {}", failure.toString());
            default -> {
                log.error("a connection met a fault", failure);
                outbound.close(1011, "internal");
            }
        }
    }

    private static StompDecoding decode(WebSocketMessage message, StompDecoder decoder) {
        ByteBuf bytes = ((NettyDataBuffer) message.getPayload()).getNativeBuffer();
        return decoder.decode(bytes);
    }

    /** One frame after the other, then what broke the stream. */
    private static Mono<Void> handle(StompDecoding decoding, StompSession session) {
        Mono<Void> handled = Mono.empty();
        for (StompFrame frame : decoding.frames()) {
            handled = handled.then(Mono.fromFuture(() -> session.handle(frame), true));
        }
        StompDecoding.Breach breach = decoding.breach();
        return breach == null
                ? handled
                : handled.then(Mono.fromRunnable(() -> session.broken(breach)));
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
