package dev.roomlog.member.web;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerInterceptor;

import java.io.IOException;

/** Before everything that has to do with passwords of our own, where an outside issuer signs in. */
final class BuiltInSignInOff implements HandlerInterceptor {

    static final String[] PATHS = {
        "/api/auth/register",
        "/api/auth/login",
        "/api/auth/refresh",
        "/api/auth/logout",
        "/api/invitations",
        "/api/members/me/password"
    };

    private final Problems problems;

    BuiltInSignInOff(Problems problems) {
        this.problems = problems;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        problems.write(
                request,
                response,
                RefusalCode.FORBIDDEN,
                "Members sign in at the issuer that GET /api/auth/config names");
        return false;
    }
}
