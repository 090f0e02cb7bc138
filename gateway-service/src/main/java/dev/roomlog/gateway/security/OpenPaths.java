package dev.roomlog.gateway.security;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/** What of {@code /api} is for everybody: there is no token before signing in. */
final class OpenPaths {

    static final ServerWebExchangeMatcher MATCHER =
            new OrServerWebExchangeMatcher(
                    pathMatchers(
                            HttpMethod.POST,
                            "/api/auth/register",
                            "/api/auth/login",
                            "/api/auth/refresh",
                            "/api/auth/logout"),
                    pathMatchers(HttpMethod.GET, "/api/auth/config"),
                    // A browser asks before it sends a token.
                    pathMatchers(HttpMethod.OPTIONS, "/api/**"));

    private OpenPaths() {}
}
