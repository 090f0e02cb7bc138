package dev.roomlog.edge.web;

import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.adapter.ReactorNettyWebSocketSession;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import java.util.function.Supplier;

/**
 * Upgrades as Spring's own strategy for Reactor Netty does, but keeps hold of the channel, so that
 * one pre-framed buffer can be written to many, and completes RFC 6455 on it.
 */
final class ChannelUpgrade implements RequestUpgradeStrategy {

    private final int maxMessageBytes;

    ChannelUpgrade(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** A session whose channel can be had. */
    static final class ChannelSession extends ReactorNettyWebSocketSession {
        private final Channel channel;

        private ChannelSession(
                WebsocketInbound in,
                WebsocketOutbound out,
                HandshakeInfo info,
                NettyDataBufferFactory buffers,
                int maxMessageBytes) {
            super(in, out, info, buffers, maxMessageBytes);
            this.channel = ((ChannelOperations<?, ?>) in).channel();
        }

        Channel channel() {
            return channel;
        }
    }

    @Override
    public Mono<Void> upgrade(
            ServerWebExchange exchange,
            WebSocketHandler handler,
            @Nullable String subProtocol,
            Supplier<HandshakeInfo> handshakeInfo) {
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        HandshakeInfo info = handshakeInfo.get();
        WebsocketServerSpec.Builder spec =
                WebsocketServerSpec.builder().maxFramePayloadLength(maxMessageBytes);
        if (subProtocol != null) {
            spec.protocols(subProtocol);
        }
        return response.setComplete()
                .then(
                        Mono.defer(() ->
                                netty.sendWebsocket(
                                        (in, out) -> {
                                            ChannelSession session =
                                                    new ChannelSession(
                                                            in,
                                                            out,
                                                            info,
                                                            buffers,
                                                            maxMessageBytes);
                                            Rfc6455Guard.install(
                                                    session.channel().pipeline(), maxMessageBytes);
                                            return handler.handle(session);
                                        },
                                        spec.build())));
    }
}
