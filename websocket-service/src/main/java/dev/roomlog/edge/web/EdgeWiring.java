package dev.roomlog.edge.web;

import dev.roomlog.edge.EdgeProperties;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.send.Marking;
import dev.roomlog.edge.send.MessageLog;
import dev.roomlog.edge.send.Posting;
import dev.roomlog.edge.session.Connections;
import dev.roomlog.edge.session.SessionLimits;
import dev.roomlog.edge.session.StompSession;
import dev.roomlog.edge.stomp.StompLimits;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.TokenKeys;
import dev.roomlog.token.TokenSettings;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts the core together and hangs it under {@code /ws}. */
@Configuration(proxyBeanMethods = false)
class EdgeWiring {

    /** A WebSocket message may be twice a STOMP frame before it is cut off without ERROR. */
    private static final int MESSAGE_FACTOR = 2;

    /** What timers of a busy edge may be late by. */
    private static final Duration SCHEDULING = Duration.ofSeconds(1);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    TokenSettings tokenSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("roomlog.token", TokenSettings.class);
    }

    @Bean
    TokenKeys tokenKeys(TokenSettings settings) {
        return TokenKeys.openOrExit(settings);
    }

    @Bean
    HealthIndicator tokenKeysHealthIndicator(TokenKeys keys) {
        return () -> (keys.areLoaded() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    AccessTokenVerifier accessTokenVerifier(TokenKeys keys, TokenSettings settings, Clock clock) {
        return new AccessTokenVerifier(keys, settings.rules(), clock);
    }

    @Bean(destroyMethod = "close")
    ExecutorService sends() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    Posting posting(
            MembershipView memberships,
            RoomFeed feed,
            MessageLog log,
            ExecutorService sends,
            Clock clock,
            EdgeProperties edge) {
        return new Posting(
                memberships,
                feed,
                log,
                sends,
                clock,
                new Posting.Limits(edge.duplicateWindow(), edge.sendBytesInFlight().toBytes()));
    }

    @Bean
    Marking marking(
            MembershipView memberships, RoomFeed feed, MessageLog log, ExecutorService sends) {
        return new Marking(memberships, feed, log, sends);
    }

    @Bean
    SessionLimits sessionLimits(EdgeProperties edge) {
        return new SessionLimits(
                edge.connectWithin(),
                edge.heartBeat(),
                edge.subscriptions(),
                edge.sendsInFlight(),
                edge.sendsPerSecond(),
                edge.sendBurst(),
                edge.markersPerSecond());
    }

    @Bean
    Connections connections(
            RoomFeed feed, SessionLimits limits, MembershipView memberships, MeterRegistry meters) {
        Connections connections = new Connections(feed, memberships, limits);
        memberships.tell(connections);
        Gauge.builder("roomlog.edge.sessions", connections, Connections::count).register(meters);
        return connections;
    }

    @Bean
    OpenConnections openConnections(EdgeProperties edge, MeterRegistry meters) {
        OpenConnections open = new OpenConnections(edge.acknowledgeWithin());
        Gauge.builder("roomlog.edge.connections", open, OpenConnections::count).register(meters);
        return open;
    }

    @Bean
    StompWebSocketHandler stompWebSocketHandler(
            OpenConnections open,
            AccessTokenVerifier tokens,
            Connections connections,
            MembershipView memberships,
            RoomFeed feed,
            Posting posting,
            Marking marking,
            SessionLimits limits,
            Clock clock,
            EdgeProperties edge,
            MeterRegistry meters) {
        var services =
                new StompSession.Services(
                        tokens, connections, memberships, feed, posting, marking, limits, clock);
        StompLimits frames =
                new StompLimits(
                        Math.toIntExact(edge.frameSize().toBytes()),
                        edge.headers(),
                        Math.toIntExact(edge.headerSize().toBytes()));
        var bounds =
                new ChannelOutbound.Bounds(
                        edge.outboundQueue().toBytes(),
                        edge.closeWithin(),
                        meters.counter("roomlog.edge.too.slow")::increment);
        return new StompWebSocketHandler(services, frames, bounds, open);
    }

    @Bean
    StompHandshake stompHandshake(EdgeProperties edge, ProblemWriter problems) {
        int message = Math.toIntExact(edge.frameSize().toBytes()) * MESSAGE_FACTOR;
        return new StompHandshake(new ChannelUpgrade(message), edge.allowedOrigins(), problems);
    }

    @Bean
    WebSocketHandlerAdapter webSocketHandlerAdapter(StompHandshake handshake) {
        return new WebSocketHandlerAdapter(handshake);
    }

    @Bean
    SimpleUrlHandlerMapping webSocketMapping(StompWebSocketHandler handler) {
        return new SimpleUrlHandlerMapping(Map.of("/ws", handler), -1);
    }

    @Bean
    Leaving leaving(StompHandshake handshake, OpenConnections open, EdgeProperties edge) {
        Duration atMost =
                edge.drain()
                        .plus(edge.acknowledgeWithin())
                        .plus(edge.closeWithin())
                        .plus(SCHEDULING);
        return new Leaving(handshake, open, new Leaving.Times(edge.drain(), atMost));
    }
}
