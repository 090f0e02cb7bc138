package dev.roomlog.edge.web;

import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.websocket.OpeningHandshake;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Refuses what RFC 6455 §4.2 lets a server refuse before the upgrade: what is no handshake of its
 * version, pages of other origins, and clients that offer only sub-protocols unknown here. None
 * offered means STOMP 1.2.
 */
final class StompHandshake extends HandshakeWebSocketService {

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final List<String> allowedOrigins;
    private final ProblemWriter problems;
    private volatile boolean leaving;

    StompHandshake(
            RequestUpgradeStrategy upgrade, List<String> allowedOrigins, ProblemWriter problems) {
        super(upgrade);
        this.allowedOrigins = List.copyOf(allowedOrigins);
        this.problems = problems;
    }

    void leave() {
        leaving = true;
    }

    @Override
    public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
        Optional<OpeningHandshake.Fault> fault = faultOf(exchange.getRequest());
        if (fault.isPresent()) {
            return refuse(exchange, fault.get());
        }
        String origin = exchange.getRequest().getHeaders().getOrigin();
        if (origin != null && !allowedOrigins.contains(origin)) {
            return problems.write(
                    exchange, 403, RefusalCode.FORBIDDEN, "this origin may not connect");
        }
        List<String> offered = exchange.getRequest().getHeaders().getOrEmpty(PROTOCOLS);
        Optional<String> agreed =
                offered.stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(String::trim)
                        .filter(StompVersion.subProtocols()::contains)
                        .findFirst();
        if (!offered.isEmpty() && agreed.isEmpty()) {
            return problems.write(
                    exchange,
                    400,
                    RefusalCode.INVALID_REQUEST,
                    "the sub-protocols known here are STOMP's");
        }
        if (leaving) {
            return problems.write(
                    exchange, 503, RefusalCode.SERVICE_UNAVAILABLE, "this edge is leaving");
        }
        return super.handleRequest(
                agreed.map(protocol -> offering(exchange, protocol)).orElse(exchange), handler);
    }

    /** Netty would take a version of before RFC 6455 for one, and break off where it is none. */
    private static Optional<OpeningHandshake.Fault> faultOf(ServerHttpRequest request) {
        HttpServerRequest reactor = ServerHttpRequestDecorator.getNativeRequest(request);
        return new OpeningHandshake(
                        request.getMethod().name(),
                        reactor.version().text(),
                        request.getHeaders()::getOrEmpty)
                .fault();
    }

    private Mono<Void> refuse(ServerWebExchange exchange, OpeningHandshake.Fault fault) {
        if (fault.status() == HttpStatus.UPGRADE_REQUIRED.value()) {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(OpeningHandshake.VERSION_HEADER, OpeningHandshake.VERSION);
            // RFC 9110 §15.5.22
            headers.setUpgrade("websocket");
            headers.setConnection("Upgrade");
        }
        return problems.write(
                exchange, fault.status(), RefusalCode.INVALID_REQUEST, fault.detail());
    }

    /** Spring, which looks at the list again, does not trim what stands between its commas. */
    private static ServerWebExchange offering(ServerWebExchange exchange, String protocol) {
        return exchange.mutate().request(request -> request.header(PROTOCOLS, protocol)).build();
    }
}
