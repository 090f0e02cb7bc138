package dev.roomlog.token;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * A verified token's content.
 *
 * @param acceptedUntil {@code expiresAt} plus the configured grace: a connection may live that long
 * @param session the sign-in it belongs to (claim {@code sid}); absent where the issuer names none
 */
public record AccessToken(
        MemberId member,
        Set<String> roles,
        Instant issuedAt,
        Instant expiresAt,
        Instant acceptedUntil,
        @Nullable String session) {

    public static final String ADMIN = "admin";

    public AccessToken {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }
}
