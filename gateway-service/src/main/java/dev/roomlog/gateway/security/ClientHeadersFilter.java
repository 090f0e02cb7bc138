package dev.roomlog.gateway.security;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes headers that say who or where a client is. From a client they are claims without proof:
 * no service may ever see them and take them for the word of a proxy.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ClientHeadersFilter implements WebFilter {

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
        List<String> claimed =
                exchange.getRequest().getHeaders().headerNames().stream()
                        .filter(ClientHeadersFilter::isClaim)
                        .toList();
        if (claimed.isEmpty()) {
            return chain.filter(exchange);
        }
        return chain.filter(
                exchange.mutate()
                        .request(request -> request.headers(headers -> remove(headers, claimed)))
                        .build());
    }

    private static void remove(HttpHeaders headers, List<String> names) {
        names.forEach(headers::remove);
    }

    private static boolean isClaim(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
