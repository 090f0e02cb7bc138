package dev.roomlog.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;

import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies access tokens against public keys it holds. Thread-safe. */
public final class AccessTokenVerifier {

    /**
     * Asymmetric only: a public key can then never serve as an HMAC secret, and {@code none} is no
     * algorithm.
     */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private static final int MAX_LENGTH = 8_192;

    private final TokenRules rules;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private AccessTokenVerifier(JWKSet keys, TokenRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        // Times are checked below, where expiry can be told from every other fault.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /**
     * @param publicKeys a JWK set (RFC 7517 §5); private parts, should there be any, are dropped
     */
    public static AccessTokenVerifier of(String publicKeys, TokenRules rules, Clock clock) {
        try {
            JWKSet keys = JWKSet.parse(publicKeys).toPublicJWKSet();
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("the token JWK set has no public key");
            }
            return new AccessTokenVerifier(keys, rules, clock);
        } catch (ParseException e) {
            throw new IllegalArgumentException("the token JWK set cannot be read", e);
        }
    }

    /** What a token turned out to be. */
    public sealed interface Outcome {
        record Accepted(AccessToken token) implements Outcome {}

        /** {@link RefusalCode#UNAUTHORIZED} or {@link RefusalCode#TOKEN_EXPIRED}. */
        record Refused(RefusalCode code) implements Outcome {}
    }

    public Outcome verify(String compact) {
        if (compact.length() > MAX_LENGTH) {
            return unauthorized();
        }
        try {
            return judge(processor.process(SignedJWT.parse(compact), null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // Whatever is wrong with a token, its bearer learns only that it is not accepted.
            return unauthorized();
        }
    }

    private Outcome judge(JWTClaimsSet claims) throws ParseException {
        Optional<MemberId> member =
                Optional.ofNullable(claims.getSubject()).flatMap(MemberId::parse);
        Date expiry = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        if (!rules.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(rules.audience())
                || member.isEmpty()
                || expiry == null
                || issued == null) {
            return unauthorized();
        }
        Instant now = clock.instant();
        Instant latest = now.plus(rules.clockSkew());
        Date notBefore = claims.getNotBeforeTime();
        if (issued.toInstant().isAfter(latest)
                || (notBefore != null && notBefore.toInstant().isAfter(latest))) {
            return unauthorized();
        }
        Instant acceptedUntil = expiry.toInstant().plus(rules.grace());
        if (now.minus(rules.clockSkew()).isAfter(acceptedUntil)) {
            return new Outcome.Refused(RefusalCode.TOKEN_EXPIRED);
        }
        return new Outcome.Accepted(
                new AccessToken(
                        member.get(),
                        rolesOf(claims),
                        issued.toInstant(),
                        expiry.toInstant(),
                        acceptedUntil,
                        claims.getStringClaim("sid")));
    }

    private static Set<String> rolesOf(JWTClaimsSet claims) throws ParseException {
        List<String> roles = claims.getStringListClaim("roles");
        return roles == null ? Set.of() : new HashSet<>(roles);
    }

    private static Outcome unauthorized() {
        return new Outcome.Refused(RefusalCode.UNAUTHORIZED);
    }
}
