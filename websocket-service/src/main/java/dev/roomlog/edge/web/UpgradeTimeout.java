package dev.roomlog.edge.web;

import dev.roomlog.edge.EdgeProperties;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that has not become a WebSocket in time, whatever it sends: nothing else is
 * served here. The server for management is none of its business.
 */
@Component
final class UpgradeTimeout implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final Duration within;

    UpgradeTimeout(EdgeProperties edge) {
        this.within = edge.connectWithin();
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(
                server -> server.doOnChannelInit((_, channel, _) -> begin(channel)));
    }

    private void begin(Channel channel) {
        var due =
                channel.eventLoop()
                        .schedule(
                                () -> closeUnlessUpgraded(channel),
                                within.toMillis(),
                                TimeUnit.MILLISECONDS);
        ChannelFutureListener cancel = _ -> due.cancel(false);
        var _ = channel.closeFuture().addListener(cancel);
    }

    private static void closeUnlessUpgraded(Channel channel) {
        if (channel.pipeline().get(WebSocketFrameDecoder.class) == null) {
            var _ = channel.close();
        }
    }
}
