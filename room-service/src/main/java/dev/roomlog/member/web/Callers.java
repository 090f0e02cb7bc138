package dev.roomlog.member.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.member.Accounts;
import dev.roomlog.member.FirstSight;
import dev.roomlog.member.OidcProperties;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/**
 * Whether the bearer of a good token may still call: a token verifies for as long as it was made
 * for, whatever became of the account. One row read by its key at each request with a token, before
 * the controller; a member who is not in the database is let through and finds nothing, or becomes
 * one where an outside issuer tells who is.
 */
@Component
class Callers implements HandlerInterceptor {

    private final Accounts accounts;
    private final FirstSight firstSight;
    private final OidcProperties oidc;
    private final Problems problems;

    Callers(Accounts accounts, FirstSight firstSight, OidcProperties oidc, Problems problems) {
        this.accounts = accounts;
        this.firstSight = firstSight;
        this.oidc = oidc;
        this.problems = problems;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null
                || !(caller.getPrincipal() instanceof Jwt token)
                || isWelcome(new MemberId(caller.getName()), token)) {
            return true;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(request, response, RefusalCode.UNAUTHORIZED);
        return false;
    }

    private boolean isWelcome(MemberId member, Jwt token) {
        Instant issuedAt = Objects.requireNonNull(token.getIssuedAt(), "verified tokens have it");
        boolean welcome =
                accounts.find(member).map(account -> account.accepts(issuedAt)).orElse(true);
        if (welcome && oidc.isOn()) {
            firstSight.see(
                    member,
                    token.getClaimAsString("preferred_username"),
                    token.getClaimAsString("name"));
        }
        return welcome;
    }
}
