package dev.roomlog.member.token;

import dev.roomlog.member.AccessTokens;
import dev.roomlog.member.Passwords;
import dev.roomlog.token.AccessTokenVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    AccessTokens accessTokens(TokenProperties properties, Clock clock) {
        return SignedAccessTokens.with(textOf(properties.signingKey()), properties, clock);
    }

    @Bean
    JwtDecoder jwtDecoder(TokenProperties properties, Clock clock) {
        return new VerifyingJwtDecoder(
                AccessTokenVerifier.of(textOf(properties.jwks()), properties.rules(), clock));
    }

    @Bean
    Passwords passwords() {
        return new Argon2Passwords();
    }

    private static String textOf(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource.getDescription(), e);
        }
    }
}
