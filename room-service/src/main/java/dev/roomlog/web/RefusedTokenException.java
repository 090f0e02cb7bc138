package dev.roomlog.web;

import dev.roomlog.events.RefusalCode;

import org.springframework.security.oauth2.jwt.BadJwtException;

/** Carries why a token is not accepted through Spring Security to the answer. */
public final class RefusedTokenException extends BadJwtException {

    private final RefusalCode code;

    public RefusedTokenException(RefusalCode code) {
        super(code.code());
        this.code = code;
    }

    public RefusalCode code() {
        return code;
    }
}
