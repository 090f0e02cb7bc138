package dev.roomlog.message.web;

import dev.roomlog.events.MemberId;

import org.springframework.security.oauth2.jwt.Jwt;

import java.time.Instant;
import java.util.Objects;

/** What an access token says of who calls; verified before. */
public final class Tokens {

    private Tokens() {}

    public static MemberId memberOf(Jwt token) {
        return new MemberId(Objects.requireNonNull(token.getSubject()));
    }

    public static Instant issuedAt(Jwt token) {
        return Objects.requireNonNull(token.getIssuedAt());
    }
}
