package dev.roomlog.message.security;

import dev.roomlog.token.TokenRules;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * Which access tokens are accepted.
 *
 * @param jwks location of the public JWK set
 * @param grace how long past its expiry a token is accepted, so that chat outlives the sign-in
 */
@Validated
@ConfigurationProperties("roomlog.token")
record TokenProperties(
        @NotNull Resource jwks,
        @DefaultValue("roomlog") String issuer,
        @DefaultValue("roomlog") String audience,
        @DefaultValue("1h") Duration grace,
        @DefaultValue("30s") Duration clockSkew) {

    TokenRules rules() {
        return new TokenRules(issuer, audience, grace, clockSkew);
    }
}
