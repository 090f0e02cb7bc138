package dev.roomlog.gateway.error;

import io.netty.channel.ChannelPipeline;

import reactor.netty.NettyPipeline;

import java.time.Duration;
import java.util.List;

/** The two handlers around Reactor Netty's codec that watch over what clients send as HTTP. */
public final class HttpGuards {

    private static final String HEAD_TIMEOUT = "roomlog.headTimeout";
    private static final String UNREADABLE_REQUEST = "roomlog.unreadableRequest";

    /** Their names, for whoever makes of the connection something else than HTTP. */
    public static final List<String> NAMES = List.of(UNREADABLE_REQUEST, HEAD_TIMEOUT);

    private HttpGuards() {}

    static void install(ChannelPipeline pipeline, Problems problems, Duration timeout) {
        HeadTimeout head = new HeadTimeout(timeout);
        pipeline.addBefore(NettyPipeline.HttpCodec, HEAD_TIMEOUT, head);
        pipeline.addAfter(
                NettyPipeline.HttpCodec,
                UNREADABLE_REQUEST,
                new UnreadableRequestHandler(problems, head));
    }
}
