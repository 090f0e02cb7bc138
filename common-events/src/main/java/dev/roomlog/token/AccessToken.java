package dev.roomlog.token;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * A verified token's content.
 *
 * @param roles of those that mean something here: {@link #ADMIN}, {@link #SERVICE}
 * @param acceptedUntil {@code expiresAt} plus the configured grace: a connection may live that long
 * @param session the sign-in it belongs to (claim {@code sid}); absent where the issuer names none
 * @param preferredUsername claim {@code preferred_username} (OpenID Connect Core 1.0 §5.1): no
 *     identity, just a wish
 * @param name claim {@code name}
 */
public record AccessToken(
        MemberId member,
        Set<String> roles,
        Instant issuedAt,
        Instant expiresAt,
        Instant acceptedUntil,
        @Nullable String session,
        @Nullable String preferredUsername,
        @Nullable String name) {

    public static final String ADMIN = "admin";

    /** A program of the installation's owner, such as a bot. */
    public static final String SERVICE = "service";

    public AccessToken {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }

    public boolean isService() {
        return roles.contains(SERVICE);
    }
}
