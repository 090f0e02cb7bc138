package dev.roomlog.member.token;

import dev.roomlog.token.TokenRules;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

import java.time.Duration;

/**
 * {@code roomlog.token.*}
 *
 * @param jwks where the public JWK set is; all services have the same
 * @param signingKey where the private JWK is (EC P-256, with {@code kid}); only this service
 * @param life of an access token
 * @param refreshLife of a refresh token; each exchange begins it anew
 * @param grace how long past its life an access token is accepted
 */
@ConfigurationProperties("roomlog.token")
public record TokenProperties(
        Resource jwks,
        Resource signingKey,
        @DefaultValue("roomlog") String issuer,
        @DefaultValue("roomlog") String audience,
        @DefaultValue("1h") Duration life,
        @DefaultValue("30d") Duration refreshLife,
        @DefaultValue("1h") Duration grace,
        @DefaultValue("30s") Duration clockSkew) {

    TokenRules rules() {
        return new TokenRules(issuer, audience, grace, clockSkew);
    }
}
