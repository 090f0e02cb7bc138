package dev.roomlog.member.token;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

import java.time.Duration;

/**
 * {@code roomlog.token.*}, as far as it is this service's alone: it issues tokens.
 *
 * @param signingKey where the private JWK is (EC P-256, with {@code kid}); a new one there is used
 *     from the next token on; absent where an outside issuer signs
 * @param life of an access token
 * @param refreshLife of a refresh token; each exchange begins it anew
 */
@ConfigurationProperties("roomlog.token")
public record TokenProperties(
        @Nullable Resource signingKey,
        @DefaultValue("1h") Duration life,
        @DefaultValue("30d") Duration refreshLife) {}
