package dev.roomlog.gateway.routing.socket;

import dev.roomlog.gateway.routing.Instance;
import dev.roomlog.gateway.routing.RoutingProperties;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unanswered;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unreached;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.http.HttpResources;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an edge for a WebSocket in the client's words, on the client's event loop. */
@Component
class EdgeUpgrade {

    /** A refusal is a few hundred bytes of problem+json. */
    private static final int MAX_REFUSAL = 64 * 1024;

    /** Set anew for the edge, or without meaning on an upgrade. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "upgrade", "content-length", "transfer-encoding", "te");

    private final int connectMillis;
    private final Duration answerTimeout;

    EdgeUpgrade(RoutingProperties properties) {
        this.connectMillis = Math.toIntExact(properties.connectTimeout().toMillis());
        this.answerTimeout = properties.answerTimeout();
    }

    /** Completes with an outcome, never with an error; cancelling closes the edge's connection. */
    Mono<UpgradeOutcome> ask(Instance edge, Channel client, HttpHeaders headers) {
        return Mono.create(sink -> {
            ChannelFuture connecting = bootstrap(client, sink).connect(edge.address());
            sink.onCancel(() -> {
                var _ = connecting.channel().close();
            });
            var _ =
                    connecting.addListener(connected -> {
                        if (connected.isSuccess()) {
                            send(connecting.channel(), edge, headers);
                            limit(connecting.channel(), sink);
                        } else {
                            sink.success(new Unreached(connected.cause()));
                        }
                    });
        });
    }

    private Bootstrap bootstrap(Channel client, MonoSink<UpgradeOutcome> sink) {
        return new Bootstrap()
                .group(client.eventLoop())
                .channel(client.getClass())
                .resolver(HttpResources.get().getOrCreateDefaultResolver())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(new HttpClientCodec())
                                        .addLast(new HttpObjectAggregator(MAX_REFUSAL))
                                        .addLast(new EdgeConnection(channel, sink));
                            }
                        });
    }

    private static void send(Channel channel, Instance edge, HttpHeaders headers) {
        // The path alone: the edge has no query, and no token belongs into an address.
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/ws");
        headers.forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                request.headers().set(name, values);
            }
        });
        request.headers()
                .set(HttpHeaderNames.HOST, edge.authority())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        var _ = channel.writeAndFlush(request);
    }

    private void limit(Channel channel, MonoSink<UpgradeOutcome> sink) {
        var patience =
                channel.eventLoop()
                        .schedule(
                                () -> {
                                    sink.success(
                                            new Unanswered(
                                                    new TimeoutException("no answer to upgrade")));
                                    var _ = channel.close();
                                },
                                answerTimeout.toMillis(),
                                TimeUnit.MILLISECONDS);
        sink.onDispose(() -> patience.cancel(false));
    }
}
