package dev.roomlog.gateway.security;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/**
 * Looks for a token only where one is needed: a client that refreshes with its expired token still
 * attached must get through, and on {@code /ws} the token is the edge's business.
 */
final class GuardedBearerToken implements ServerAuthenticationConverter {

    private final ServerAuthenticationConverter header =
            new ServerBearerTokenAuthenticationConverter();

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return Mono.empty();
        }
        return OpenPaths.MATCHER
                .matches(exchange)
                .flatMap(open -> open.isMatch() ? Mono.empty() : header.convert(exchange));
    }
}
