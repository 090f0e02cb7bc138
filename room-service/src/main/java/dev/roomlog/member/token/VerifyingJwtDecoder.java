package dev.roomlog.member.token;

import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.AccessTokenVerifier.Outcome;
import dev.roomlog.web.RefusedTokenException;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import java.util.List;

/** Spring Security's way in to the verifier that all services share. */
final class VerifyingJwtDecoder implements JwtDecoder {

    private final AccessTokenVerifier verifier;

    VerifyingJwtDecoder(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Jwt decode(String compact) {
        return switch (verifier.verify(compact)) {
            case Outcome.Accepted(AccessToken token) ->
                    Jwt.withTokenValue(compact)
                            .header("typ", "JWT")
                            .subject(token.member().value())
                            .issuedAt(token.issuedAt())
                            .expiresAt(token.expiresAt())
                            .claims(claims -> {
                                claims.put("roles", List.copyOf(token.roles()));
                                // Where absent they are simply not there.
                                claims.put("sid", token.session());
                                claims.put("preferred_username", token.preferredUsername());
                                claims.put("name", token.name());
                            })
                            .build();
            case Outcome.Refused(var code) -> throw new RefusedTokenException(code);
        };
    }
}
