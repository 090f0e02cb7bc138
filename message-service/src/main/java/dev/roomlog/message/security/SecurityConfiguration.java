package dev.roomlog.message.security;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.web.Problems;
import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    AccessTokenVerifier accessTokenVerifier(TokenProperties properties) throws IOException {
        String keys = properties.jwks().getContentAsString(StandardCharsets.UTF_8);
        return AccessTokenVerifier.of(keys, properties.rules(), Clock.systemUTC());
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
