package dev.roomlog.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.events.RefusalCode;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

class AccessTokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final ECKey key = newKey("k1");
    private final AccessTokenVerifier verifier =
            AccessTokenVerifier.of(
                    new JWKSet(key).toString(true),
                    new TokenRules(
                            "roomlog", "roomlog", Duration.ofHours(1), Duration.ofSeconds(30)),
                    Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void acceptsWhatTheIssuerSigned() throws JOSEException {
        var outcome =
                verifier.verify(
                        signed(claims ->
                                claims.claim("roles", List.of("admin")).claim("sid", "s1")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        AccessTokenVerifier.Outcome.Accepted.class,
                        accepted -> {
                            assertThat(accepted.token().member().value()).isEqualTo("alice");
                            assertThat(accepted.token().isAdmin()).isTrue();
                            assertThat(accepted.token().session()).isEqualTo("s1");
                            assertThat(accepted.token().acceptedUntil())
                                    .isEqualTo(NOW.plus(Duration.ofHours(2)));
                        });
    }

    @Test
    void refusesAlgorithmNone() {
        assertUnauthorized(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void refusesThePublicKeyUsedAsHmacSecret() throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT forged =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                        claims().build());
        forged.sign(new MACSigner(secret));

        assertUnauthorized(forged.serialize());
    }

    @Test
    void refusesAnotherKeyUnderTheSameName() throws JOSEException {
        assertUnauthorized(sign(claims().build(), new ECDSASigner(newKey("k1"))));
    }

    @Test
    void refusesAChangedBody() throws JOSEException {
        String[] parts = signed(claims -> claims).split("\\.", -1);
        String[] other = signed(claims -> claims.subject("mallory")).split("\\.", -1);

        assertUnauthorized(parts[0] + "." + other[1] + "." + parts[2]);
    }

    @Test
    void refusesAnotherIssuerOrAudienceOrAStrangeSubject() throws JOSEException {
        assertUnauthorized(signed(claims -> claims.issuer("other")));
        assertUnauthorized(signed(claims -> claims.audience("other")));
        assertUnauthorized(signed(claims -> claims.subject("a b")));
        assertUnauthorized(signed(claims -> claims.subject("<script>")));
        assertUnauthorized(signed(claims -> claims.subject("x".repeat(65))));
        assertUnauthorized(signed(claims -> claims.subject(null)));
        assertUnauthorized(signed(claims -> claims.expirationTime(null)));
    }

    @Test
    void refusesATokenFromTheFuture() throws JOSEException {
        assertUnauthorized(signed(claims -> claims.issueTime(Date.from(NOW.plusSeconds(31)))));
        assertUnauthorized(signed(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(31)))));
    }

    @Test
    void acceptsAnExpiredTokenWithinTheGraceOnly() throws JOSEException {
        Instant grace = NOW.minus(Duration.ofHours(1)).minusSeconds(30);

        assertThat(verifier.verify(signed(claims -> claims.expirationTime(Date.from(grace)))))
                .isInstanceOf(AccessTokenVerifier.Outcome.Accepted.class);
        assertThat(
                        verifier.verify(
                                signed(claims ->
                                        claims.expirationTime(Date.from(grace.minusSeconds(1))))))
                .isEqualTo(new AccessTokenVerifier.Outcome.Refused(RefusalCode.TOKEN_EXPIRED));
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String text : new String[] {"", ".", "..", "a.b.c", "Bearer x", "x".repeat(10_000)}) {
            assertUnauthorized(text);
        }
    }

    private void assertUnauthorized(String token) {
        assertThat(verifier.verify(token))
                .isEqualTo(new AccessTokenVerifier.Outcome.Refused(RefusalCode.UNAUTHORIZED));
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(change.apply(claims()).build(), new ECDSASigner(key));
    }

    private static String sign(JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("roomlog")
                .audience("roomlog")
                .subject("alice")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(Duration.ofHours(1))));
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
