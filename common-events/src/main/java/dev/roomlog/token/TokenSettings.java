package dev.roomlog.token;

import org.jspecify.annotations.Nullable;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;

/**
 * {@code roomlog.token.*} as configured, the same for every service of an installation. What is
 * absent has a default: see {@link #rules} and {@link #keys}.
 *
 * @param issuer who signs; an {@code http(s)} URL is an outside issuer, any other word is
 *     room-service
 * @param audience whom tokens must be meant for
 * @param jwks URL of the public JWK set: {@code file:}, {@code http:} or {@code https:}; without
 *     it, an outside issuer is asked where its set is
 * @param jwksRefresh how often the set is read again
 * @param grace how long past its expiry a token is accepted; 1 h, with an outside issuer 0
 * @param clockSkew how far the issuer's clock may differ
 * @param rolesClaim where a token names its roles: a claim, or a path of claims with dots
 */
public record TokenSettings(
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String jwks,
        @Nullable Duration jwksRefresh,
        @Nullable Duration grace,
        @Nullable Duration clockSkew,
        @Nullable String rolesClaim) {

    private static final String OURS = "roomlog";

    /**
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public TokenRules rules() {
        return new TokenRules(
                given(issuer, OURS),
                given(audience, OURS),
                grace != null ? grace : isOutside() ? Duration.ZERO : Duration.ofHours(1),
                clockSkew == null ? Duration.ofSeconds(30) : clockSkew,
                given(rolesClaim, "roles"));
    }

    /**
     * @throws IllegalArgumentException with a sentence for the operator
     */
    KeySource keys() {
        if (jwks != null && !jwks.isBlank()) {
            URL url = url("roomlog.token.jwks", jwks);
            return switch (url.getProtocol()) {
                case "file" -> new KeySource.OfFile(url);
                case "http", "https" -> new KeySource.OfUrl(url);
                default ->
                        throw new IllegalArgumentException(
                                "roomlog.token.jwks must begin with file:, http: or https:");
            };
        }
        if (isOutside()) {
            String known = given(issuer, OURS);
            return new KeySource.OfIssuer(known, url("roomlog.token.issuer", known));
        }
        throw new IllegalArgumentException(
                "roomlog.token.jwks is missing, and roomlog.token.issuer is no URL to find it from");
    }

    Duration refresh() {
        Duration refresh = jwksRefresh == null ? Duration.ofSeconds(30) : jwksRefresh;
        if (!refresh.isPositive()) {
            throw new IllegalArgumentException("roomlog.token.jwks-refresh must be positive");
        }
        return refresh;
    }

    /** Whether someone else than room-service signs. */
    public boolean isOutside() {
        String known = given(issuer, OURS);
        return known.startsWith("https://") || known.startsWith("http://");
    }

    private static String given(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static URL url(String property, String value) {
        try {
            return URI.create(value).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " is no URL: " + value, e);
        }
    }
}
