package dev.roomlog.gateway.security;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;

/**
 * Refuses what a browser sends for a foreign page. WebSocket handshakes are not subject to CORS, so
 * without this any page could open a socket (RFC 6455 §10.2). No Origin means no browser.
 */
final class OriginFilter implements WebFilter {

    private final Set<String> allowed;
    private final Problems problems;

    OriginFilter(List<String> allowed, Problems problems) {
        this.allowed = Set.copyOf(allowed);
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        List<String> origins = request.getHeaders().getOrEmpty("Origin");
        if (allowed.containsAll(origins) || !isGuarded(request.getPath().value())) {
            return chain.filter(exchange);
        }
        return problems.answer(
                exchange,
                Refusal.of(RefusalCode.FORBIDDEN, "Pages of this origin may not call here."));
    }

    private static boolean isGuarded(String path) {
        return path.startsWith("/api/") || path.startsWith("/ws");
    }
}
