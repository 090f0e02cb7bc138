package dev.roomlog.gateway.security;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** Answers requests without an acceptable token. */
@Component
class TokenRefusals implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

    private final Problems problems;

    TokenRefusals(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException refused) {
        RefusalCode code = codeOf(refused);
        return problems.answer(
                exchange,
                Refusal.of(
                        code,
                        switch (code) {
                            case TOKEN_EXPIRED -> "Refresh the access token and try again.";
                            case SERVICE_UNAVAILABLE ->
                                    "The keys that tokens are checked with are not here yet.";
                            default -> "Send a valid access token: Authorization: Bearer <token>.";
                        }));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        return problems.answer(exchange, Refusal.of(RefusalCode.FORBIDDEN, "This is not allowed."));
    }

    private static RefusalCode codeOf(Throwable refused) {
        for (@Nullable Throwable t = refused; t != null; t = t.getCause()) {
            if (t instanceof TokenRefusedException token) {
                return token.code();
            }
        }
        return RefusalCode.UNAUTHORIZED;
    }
}
