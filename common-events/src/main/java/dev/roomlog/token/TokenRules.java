package dev.roomlog.token;

import java.time.Duration;

/**
 * What this installation accepts.
 *
 * @param grace how long past {@code exp} a token is still accepted, so that chat outlives the
 *     sign-in service
 * @param clockSkew how far the issuer's clock may differ from ours
 * @param rolesClaim a claim's name, or a path of names with dots
 */
public record TokenRules(
        String issuer, String audience, Duration grace, Duration clockSkew, String rolesClaim) {

    public TokenRules {
        if (issuer.isBlank() || audience.isBlank() || rolesClaim.isBlank()) {
            throw new IllegalArgumentException(
                    "a token's issuer, audience and claim of roles must be configured");
        }
        if (grace.isNegative() || clockSkew.isNegative()) {
            throw new IllegalArgumentException("token grace and clock skew must not be negative");
        }
    }
}
