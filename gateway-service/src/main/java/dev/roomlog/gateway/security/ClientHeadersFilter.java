package dev.roomlog.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes headers that say who or where a client is: from a client they are claims without proof,
 * and no service may ever see them and take them for the word of a proxy. Then says where the
 * client is as this gateway sees it: {@code X-Real-IP} is the peer's address, nothing else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ClientHeadersFilter implements WebFilter {

    private static final String CLIENT_ADDRESS = "X-Real-IP";

    private static final List<String> PREFIXES =
            List.of("x-forwarded", "x-user", "x-original", "x-rewrite", "x-remote", "x-auth");

    private static final Set<String> NAMES =
            Set.of(
                    "forwarded",
                    "x-real-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "x-member-id",
                    "x-http-method-override");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        InetSocketAddress peer = exchange.getRequest().getRemoteAddress();
        return chain.filter(
                exchange.mutate()
                        .request(request -> request.headers(headers -> rewrite(headers, peer)))
                        .build());
    }

    private static void rewrite(HttpHeaders headers, @Nullable InetSocketAddress peer) {
        List<String> claimed =
                headers.headerNames().stream().filter(ClientHeadersFilter::isClaim).toList();
        claimed.forEach(headers::remove);
        if (peer != null) {
            headers.set(CLIENT_ADDRESS, peer.getAddress().getHostAddress());
        }
    }

    private static boolean isClaim(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
