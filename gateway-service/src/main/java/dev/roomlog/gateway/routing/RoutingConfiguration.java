package dev.roomlog.gateway.routing;

import static org.springframework.cloud.gateway.support.RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR;

import io.netty.channel.ChannelOption;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routing table: first match wins, so what belongs to message-service stands first. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    RouteLocator routes(RouteLocatorBuilder routes, RoutingProperties properties) {
        long answer = properties.answerTimeout().toMillis();
        return routes.routes()
                .route(
                        "messages",
                        request ->
                                request.path(
                                                "/api/rooms/*/messages",
                                                "/api/rooms/*/messages/**",
                                                "/api/rooms/*/read",
                                                "/api/unread",
                                                "/api/search")
                                        .metadata(RESPONSE_TIMEOUT_ATTR, answer)
                                        .uri(ServiceName.MESSAGE.uri()))
                .route(
                        "rooms",
                        request ->
                                request.path(
                                                "/api/auth/**",
                                                "/api/invitations",
                                                "/api/members/**",
                                                "/api/rooms/**")
                                        .metadata(RESPONSE_TIMEOUT_ATTR, answer)
                                        .uri(ServiceName.ROOM.uri()))
                .route("sockets", request -> request.path("/ws").uri(ServiceName.WEBSOCKET.uri()))
                .build();
    }

    @Bean
    HttpClientCustomizer patience(RoutingProperties properties) {
        return client ->
                client.option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(properties.connectTimeout().toMillis()))
                        // Between two reads of an answer; the routes limit its beginning.
                        .responseTimeout(properties.answerTimeout())
                        // Reactor Netty would repeat even a POST whose connection was reset.
                        .disableRetry(true);
    }
}
