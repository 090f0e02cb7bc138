package dev.roomlog.member.token;

import dev.roomlog.member.AccessTokens;
import dev.roomlog.member.Member;
import dev.roomlog.member.OidcProperties;
import dev.roomlog.member.Passwords;
import dev.roomlog.member.Sessions;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.TokenKeys;
import dev.roomlog.token.TokenSettings;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    TokenSettings tokenSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("roomlog.token", TokenSettings.class);
    }

    @Bean
    TokenKeys tokenKeys(TokenSettings settings) {
        return TokenKeys.openOrExit(settings);
    }

    /** Else a missing file would be told only when the database is there. */
    @Bean
    static BeanFactoryInitializer<ListableBeanFactory> keysBeforeTheDatabase() {
        return beans -> beans.getBean(TokenKeys.class);
    }

    @Bean
    HealthIndicator tokenKeysHealthIndicator(TokenKeys keys) {
        return () -> (keys.areLoaded() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    AccessTokens accessTokens(
            TokenProperties properties, OidcProperties oidc, TokenSettings settings, Clock clock) {
        if (oidc.isOn()) {
            if (!settings.isOutside()) {
                throw new IllegalStateException(
                        "with roomlog.oidc.client-id, roomlog.token.issuer must be the issuer's URL");
            }
            return new NoAccessTokens();
        }
        Resource key = properties.signingKey();
        if (key == null) {
            throw new IllegalStateException("roomlog.token.signing-key is missing");
        }
        return new SignedAccessTokens(
                new SigningKey(key), settings.rules(), properties.life(), clock);
    }

    /** Where members sign in elsewhere; the web lets nobody come this far. */
    private static final class NoAccessTokens implements AccessTokens {

        @Override
        public String issue(Member member, Sessions.Session session) {
            throw new IllegalStateException("tokens are an outside issuer's");
        }

        @Override
        public Duration life() {
            return Duration.ZERO;
        }
    }

    @Bean
    JwtDecoder jwtDecoder(TokenKeys keys, TokenSettings settings, Clock clock) {
        return new VerifyingJwtDecoder(new AccessTokenVerifier(keys, settings.rules(), clock));
    }

    @Bean
    Passwords passwords() {
        return new Argon2Passwords();
    }
}
