package dev.roomlog.gateway.routing.socket;

import dev.roomlog.gateway.error.HttpGuards;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import reactor.netty.NettyPipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Turns the client's HTTP connection into a plain one once its edge has agreed. */
final class ClientSocket {

    /** Reactor Netty's HTTP handlers; its bridge stays, it ends the exchange with the channel. */
    private static final List<String> HTTP_HANDLERS =
            List.of(
                    NettyPipeline.AccessLogHandler,
                    NettyPipeline.CompressionHandler,
                    NettyPipeline.HttpMetricsHandler,
                    NettyPipeline.HttpTrafficHandler,
                    NettyPipeline.HttpCodec);

    /** What of the edge's 101 is the client's business (RFC 6455 §4.2.2). */
    private static final List<CharSequence> FORWARDED =
            List.of(
                    HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                    HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
                    HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);

    private ClientSocket() {}

    /** On the channel's event loop. */
    static void join(Channel client, EdgeConnection edge, HttpHeaders answer) {
        if (!client.isActive()) {
            edge.close();
            return;
        }
        ChannelPipeline pipeline = client.pipeline();
        Stream.of(HttpGuards.NAMES, HTTP_HANDLERS)
                .flatMap(List::stream)
                .filter(name -> pipeline.get(name) != null)
                .forEach(pipeline::remove);
        pipeline.addBefore(
                NettyPipeline.ReactiveBridge, "roomlog.relay", new Relay(edge.channel()));
        var _ =
                client.writeAndFlush(
                        Unpooled.copiedBuffer(head(answer), StandardCharsets.ISO_8859_1));
        // Reactor Netty reads on demand; a tunnel reads until its other end is full.
        client.config().setAutoRead(true);
        edge.join(client);
    }

    private static String head(HttpHeaders answer) {
        StringBuilder head =
                new StringBuilder(256)
                        .append("HTTP/1.1 101 Switching Protocols\r\n")
                        .append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
        for (CharSequence name : FORWARDED) {
            for (String value : answer.getAll(name)) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        return head.append("\r\n").toString();
    }
}
