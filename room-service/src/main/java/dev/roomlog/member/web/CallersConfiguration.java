package dev.roomlog.member.web;

import dev.roomlog.member.OidcProperties;
import dev.roomlog.web.Problems;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration implements WebMvcConfigurer {

    private final Callers callers;
    private final OidcProperties oidc;
    private final Problems problems;

    CallersConfiguration(Callers callers, OidcProperties oidc, Problems problems) {
        this.callers = callers;
        this.oidc = oidc;
        this.problems = problems;
    }

    /** Who comes to sign in needs no token, so an old one shown by the way does no harm. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        if (oidc.isOn()) {
            registry.addInterceptor(new BuiltInSignInOff(problems))
                    .addPathPatterns(BuiltInSignInOff.PATHS);
        }
        registry.addInterceptor(callers)
                .addPathPatterns("/api/**")
                .excludePathPatterns(
                        "/api/auth/register",
                        "/api/auth/login",
                        "/api/auth/refresh",
                        "/api/auth/logout",
                        "/api/auth/config");
    }
}
