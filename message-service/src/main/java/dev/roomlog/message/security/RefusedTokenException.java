package dev.roomlog.message.security;

import dev.roomlog.events.RefusalCode;

import org.springframework.security.oauth2.jwt.BadJwtException;

import java.util.Objects;
import java.util.stream.Stream;

/** Spring Security's way to hear that a token is not accepted. */
final class RefusedTokenException extends BadJwtException {

    private final transient RefusalCode code;

    RefusedTokenException(RefusalCode code) {
        super(code.title());
        this.code = code;
    }

    /** The code of a refused token somewhere among the causes; else no token came at all. */
    static RefusalCode codeOf(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(RefusedTokenException.class::isInstance)
                .map(each -> ((RefusedTokenException) each).code)
                .findFirst()
                .orElse(RefusalCode.UNAUTHORIZED);
    }
}
