package dev.roomlog.gateway.security;

import dev.roomlog.events.RefusalCode;

import org.springframework.security.oauth2.jwt.BadJwtException;

/** Carries the refusal through Spring Security, whose decoders can only throw. */
final class TokenRefusedException extends BadJwtException {

    private final RefusalCode code;

    TokenRefusedException(RefusalCode code) {
        super(code.title());
        this.code = code;
    }

    RefusalCode code() {
        return code;
    }
}
