package dev.roomlog.web;

import dev.roomlog.events.RefusalCode;

import jakarta.servlet.DispatcherType;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;

/** A token on everything but signing up and in. No session, so nothing for a cookie to forge. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain apiSecurity(HttpSecurity http, Problems problems) {
        AuthenticationEntryPoint unauthenticated =
                (request, response, failure) -> {
                    RefusalCode code = codeOf(failure);
                    if (code != RefusalCode.SERVICE_UNAVAILABLE) {
                        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                    }
                    problems.write(request, response, code);
                };
        AccessDeniedHandler denied =
                (request, response, _) -> problems.write(request, response, RefusalCode.FORBIDDEN);
        return http.authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.POST,
                                        "/api/auth/register",
                                        "/api/auth/login",
                                        "/api/auth/refresh",
                                        "/api/auth/logout")
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, "/api/auth/config")
                                .permitAll()
                                // Served on the management port only, which is not routed.
                                .requestMatchers("/actuator/**")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .oauth2ResourceServer(server ->
                        server.jwt(_ -> {})
                                .authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler(denied))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler(denied))
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    private static RefusalCode codeOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedTokenException refused) {
                return refused.code();
            }
        }
        return RefusalCode.UNAUTHORIZED;
    }
}
