package dev.roomlog.message.security;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.web.Problems;
import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.TokenKeys;
import dev.roomlog.token.TokenSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

import reactor.core.publisher.Mono;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    TokenSettings tokenSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("roomlog.token", TokenSettings.class);
    }

    @Bean
    TokenKeys tokenKeys(TokenSettings settings) {
        return TokenKeys.openOrExit(settings);
    }

    @Bean
    HealthIndicator tokenKeysHealthIndicator(TokenKeys keys) {
        return () -> (keys.areLoaded() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    AccessTokenVerifier accessTokenVerifier(TokenKeys keys, TokenSettings settings) {
        return new AccessTokenVerifier(keys, settings.rules(), Clock.systemUTC());
    }

    @Bean
    ReactiveJwtDecoder jwtDecoder(AccessTokenVerifier verifier) {
        return compact ->
                switch (verifier.verify(compact)) {
                    case AccessTokenVerifier.Outcome.Accepted(AccessToken token) ->
                            Mono.just(jwt(compact, token));
                    case AccessTokenVerifier.Outcome.Refused(RefusalCode code) ->
                            Mono.error(new RefusedTokenException(code));
                };
    }

    private static Jwt jwt(String compact, AccessToken token) {
        return Jwt.withTokenValue(compact)
                .header("typ", "JWT")
                .subject(token.member().value())
                .issuedAt(token.issuedAt())
                .expiresAt(token.acceptedUntil())
                .claim("roles", token.roles())
                .build();
    }

    @Bean
    SecurityWebFilterChain securityChain(ServerHttpSecurity http, Problems problems) {
        return http.authorizeExchange(exchange ->
                        exchange
                                // On the management port, which is never routed from
                                // outside.
                                .pathMatchers("/actuator/**")
                                .permitAll()
                                .anyExchange()
                                .authenticated())
                .oauth2ResourceServer(server ->
                        server.jwt(Customizer.withDefaults())
                                .authenticationEntryPoint((exchange, failure) ->
                                        problems.write(
                                                exchange, RefusedTokenException.codeOf(failure))))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((exchange, _) ->
                                        problems.write(exchange, RefusalCode.UNAUTHORIZED))
                                .accessDeniedHandler((exchange, _) ->
                                        problems.write(exchange, RefusalCode.FORBIDDEN)))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .build();
    }
}
