package dev.roomlog.member.web;

import dev.roomlog.member.RefreshToken;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseCookie;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The refresh token where no script can read it and no other site can use it. */
final class RefreshCookie {

    private static final String NAME = "roomlog-refresh";

    private RefreshCookie() {}

    static String of(RefreshToken token, Duration life) {
        return cookie(token.value(), life);
    }

    static String cleared() {
        return cookie("", Duration.ZERO);
    }

    /** More than one only where somebody planted another. */
    static List<String> in(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .toList();
    }

    private static String cookie(String value, Duration life) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path("/api/auth")
                .maxAge(life)
                .build()
                .toString();
    }
}
