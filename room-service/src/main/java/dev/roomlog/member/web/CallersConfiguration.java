package dev.roomlog.member.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration implements WebMvcConfigurer {

    private final Callers callers;

    CallersConfiguration(Callers callers) {
        this.callers = callers;
    }

    /** Who comes to sign in needs no token, so an old one shown by the way does no harm. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
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
