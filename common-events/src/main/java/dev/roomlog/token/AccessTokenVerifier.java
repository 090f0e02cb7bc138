package dev.roomlog.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** Verifies access tokens against public keys in memory; never waits. Thread-safe. */
public final class AccessTokenVerifier {

    /**
     * Asymmetric only: a public key can then never serve as an HMAC secret, and {@code none} is no
     * algorithm.
     */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    /** Also what RFC 9068 §2.1 calls access tokens, in both spellings; or no type at all. */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(
                    JOSEObjectType.JWT,
                    new JOSEObjectType("at+jwt"),
                    new JOSEObjectType("application/at+jwt"),
                    null);

    private static final int MAX_LENGTH = 8_192;

    private final TokenKeys keys;
    private final TokenRules rules;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public AccessTokenVerifier(TokenKeys keys, TokenRules rules, Clock clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        ALGORITHMS, (selector, _) -> keys.select(selector)));
        // Times are checked below, where expiry can be told from every other fault.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /** What a token turned out to be. */
    public sealed interface Outcome {
        record Accepted(AccessToken token) implements Outcome {}

        /**
         * {@link RefusalCode#UNAUTHORIZED}, {@link RefusalCode#TOKEN_EXPIRED}, or {@link
         * RefusalCode#SERVICE_UNAVAILABLE} as long as there are no keys to judge by.
         */
        record Refused(RefusalCode code) implements Outcome {}
    }

    public Outcome verify(String compact) {
        if (compact.length() > MAX_LENGTH) {
            return unauthorized();
        }
        try {
            SignedJWT token = SignedJWT.parse(compact);
            String key = token.getHeader().getKeyID();
            if (key == null) {
                return unauthorized();
            }
            if (!keys.contain(key)) {
                keys.askForMore();
                return keys.areLoaded()
                        ? unauthorized()
                        : new Outcome.Refused(RefusalCode.SERVICE_UNAVAILABLE);
            }
            return judge(processor.process(token, null));
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
                        Roles.in(claims, rules.rolesClaim()),
                        issued.toInstant(),
                        expiry.toInstant(),
                        acceptedUntil,
                        text(claims, "sid"),
                        text(claims, "preferred_username"),
                        text(claims, "name")));
    }

    /** Of claims that nothing depends on, so that a strange one spoils no token. */
    private static @Nullable String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : null;
    }

    private static Outcome unauthorized() {
        return new Outcome.Refused(RefusalCode.UNAUTHORIZED);
    }
}
