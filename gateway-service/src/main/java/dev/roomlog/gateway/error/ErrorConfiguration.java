package dev.roomlog.gateway.error;

import io.netty.channel.ChannelPipeline;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class ErrorConfiguration {

    @Bean
    NettyServerCustomizer guards(Problems problems, RequestProperties properties) {
        return server ->
                server.doOnChannelInit((observer, channel, remote) -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    if (pipeline.get(NettyPipeline.HttpCodec) != null) {
                        HttpGuards.install(pipeline, problems, properties.requestTimeout());
                    }
                });
    }
}
