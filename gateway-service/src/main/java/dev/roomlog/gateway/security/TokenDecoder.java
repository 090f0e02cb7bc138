package dev.roomlog.gateway.security;

import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.AccessTokenVerifier.Outcome.Accepted;
import dev.roomlog.token.AccessTokenVerifier.Outcome.Refused;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

import reactor.core.publisher.Mono;

/** The common verifier in Spring Security's terms. Does not block: keys are in memory. */
final class TokenDecoder implements ReactiveJwtDecoder {

    private final AccessTokenVerifier verifier;

    TokenDecoder(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Mono<Jwt> decode(String compact) {
        return Mono.fromSupplier(() -> verifier.verify(compact))
                .map(outcome ->
                        switch (outcome) {
                            case Accepted(var token) -> jwt(compact, token);
                            case Refused(var code) -> throw new TokenRefusedException(code);
                        });
    }

    private static Jwt jwt(String compact, AccessToken token) {
        return Jwt.withTokenValue(compact)
                // Spring wants a header; the verifier has judged the real one.
                .header("typ", "JWT")
                .subject(token.member().value())
                .issuedAt(token.issuedAt())
                .expiresAt(token.expiresAt())
                .build();
    }
}
