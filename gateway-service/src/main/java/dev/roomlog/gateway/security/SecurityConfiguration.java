package dev.roomlog.gateway.security;

import static org.springframework.security.config.web.server.SecurityWebFiltersOrder.CORS;

import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;
import dev.roomlog.gateway.error.RequestProperties;
import dev.roomlog.token.AccessTokenVerifier;
import dev.roomlog.token.TokenKeys;
import dev.roomlog.token.TokenSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Assembles the one security filter chain. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** The page's own files and nothing else; sockets and calls to this origin only. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    SecurityWebFilterChain securityFilters(
            ServerHttpSecurity http,
            AccessProperties access,
            RequestProperties patience,
            Problems problems,
            TokenRefusals refusals,
            ReactiveJwtDecoder decoder) {
        return http
                // Nothing here is kept between requests: no session, no cookie of ours, no login.
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers ->
                        headers.contentSecurityPolicy(
                                        csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                                .frameOptions(frame -> frame.mode(Mode.DENY)))
                .addFilterBefore(new OriginFilter(access.allowedOrigins(), problems), CORS)
                .addFilterBefore(
                        new RequestBodyFilter(
                                access.maxBody(), patience.requestTimeout(), problems),
                        CORS)
                .cors(cors -> cors.configurationSource(corsFor(access.allowedOrigins())))
                .authorizeExchange(paths ->
                        paths.matchers(OpenPaths.MATCHER)
                                .permitAll()
                                .pathMatchers("/api/**")
                                .authenticated()
                                .anyExchange()
                                .permitAll())
                .oauth2ResourceServer(server ->
                        server.jwt(jwt -> jwt.jwtDecoder(decoder))
                                .bearerTokenConverter(new GuardedBearerToken())
                                .authenticationEntryPoint(refusals)
                                .accessDeniedHandler(refusals))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .build();
    }

    private static CorsConfigurationSource corsFor(List<String> origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(
                List.of("Authorization", "Content-Type", "Idempotency-Key", "traceparent"));
        cors.setExposedHeaders(List.of("Location", "Retry-After"));
        cors.setAllowCredentials(true);
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", cors);
        return source;
    }

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
    ReactiveJwtDecoder tokenDecoder(TokenKeys keys, TokenSettings settings) {
        return new TokenDecoder(new AccessTokenVerifier(keys, settings.rules(), Clock.systemUTC()));
    }

    @Bean
    ServerExchangeRejectedHandler rejectedRequests(Problems problems) {
        return (exchange, rejected) ->
                problems.answer(exchange, Refusal.ofStatus(HttpStatus.BAD_REQUEST));
    }
}
