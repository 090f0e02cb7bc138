package dev.roomlog.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.events.RefusalCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

class AccessTokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final TokenRules RULES =
            new TokenRules(
                    "roomlog",
                    "roomlog",
                    Duration.ofHours(1),
                    Duration.ofSeconds(30),
                    "realm_access.roles");

    private final ECKey key = newKey("k1");
    private TokenKeys keys;
    private AccessTokenVerifier verifier;

    @BeforeEach
    void readsThePublicKeyFromAFile(@TempDir Path folder) throws IOException {
        // As an operator may do by mistake: private parts and all.
        keys = KeyFile.in(folder, key).open();
        verifier = new AccessTokenVerifier(keys, RULES, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void closesTheKeys() {
        keys.close();
    }

    @Test
    void acceptsWhatTheIssuerSigned() throws JOSEException {
        var outcome = verifier.verify(signed(claims -> claims.claim("sid", "s1")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        AccessTokenVerifier.Outcome.Accepted.class,
                        accepted -> {
                            assertThat(accepted.token().member().value()).isEqualTo("alice");
                            assertThat(accepted.token().session()).isEqualTo("s1");
                            assertThat(accepted.token().acceptedUntil())
                                    .isEqualTo(NOW.plus(Duration.ofHours(2)));
                        });
    }

    /** With what issuers sign, and how they call it. */
    @Test
    void acceptsEachAllowedAlgorithmAndType(@TempDir Path folder)
            throws IOException, JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ECKey p384 = new ECKeyGenerator(Curve.P_384).keyID("p384").generate();
        try (TokenKeys several = KeyFile.in(folder, key, rsa, p384).open()) {
            verifier = new AccessTokenVerifier(several, RULES, Clock.fixed(NOW, ZoneOffset.UTC));

            for (String type : new String[] {"JWT", "at+jwt", "application/at+jwt"}) {
                assertAccepted(
                        sign(
                                header(JWSAlgorithm.ES256, "k1").type(new JOSEObjectType(type)),
                                new ECDSASigner(key)));
            }
            assertAccepted(sign(header(JWSAlgorithm.ES384, "p384"), new ECDSASigner(p384)));
            assertAccepted(sign(header(JWSAlgorithm.RS256, "rsa"), new RSASSASigner(rsa)));
            assertAccepted(sign(header(JWSAlgorithm.PS256, "rsa"), new RSASSASigner(rsa)));
            assertUnauthorized(sign(header(JWSAlgorithm.RS512, "rsa"), new RSASSASigner(rsa)));
            assertUnauthorized(
                    sign(
                            header(JWSAlgorithm.ES256, "k1").type(new JOSEObjectType("logout+jwt")),
                            new ECDSASigner(key)));
        }
    }

    @Test
    void readsTheRolesThatMeanSomethingFromTheConfiguredPlace() throws JOSEException {
        assertThat(rolesOf("realm_access", Map.of("roles", List.of("admin", "offline_access"))))
                .containsExactly("admin");
        assertThat(rolesOf("realm_access.roles", "service")).containsExactly("service");
        assertThat(
                        rolesOf(
                                "realm_access",
                                Map.of("roles", Arrays.asList(1, null, List.of(), "admin"))))
                .containsExactly("admin");
        assertThat(rolesOf("realm_access", List.of("admin"))).isEmpty();
        assertThat(rolesOf("roles", List.of("admin"))).isEmpty();
        assertThat(rolesOf("realm_access", Map.of("roles", Map.of("admin", true)))).isEmpty();
    }

    @Test
    void refusesAMissingAndAnUnknownKeyId() throws JOSEException {
        assertUnauthorized(sign(header(JWSAlgorithm.ES256, null), new ECDSASigner(key)));
        assertUnauthorized(sign(header(JWSAlgorithm.ES256, "k2"), new ECDSASigner(newKey("k2"))));
        assertUnauthorized(sign(header(JWSAlgorithm.ES256, "k2"), new ECDSASigner(key)));
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

    @Test
    void refusesATokenOfNineKilobytesHoweverGood() throws JOSEException {
        String token = signed(claims -> claims.claim("more", "x".repeat(6_700)));

        assertThat(token.length()).isGreaterThan(9_000);
        assertUnauthorized(token);
    }

    private void assertAccepted(String token) {
        assertThat(verifier.verify(token)).isInstanceOf(AccessTokenVerifier.Outcome.Accepted.class);
    }

    private Set<String> rolesOf(String claim, Object value) throws JOSEException {
        var outcome = verifier.verify(signed(claims -> claims.claim(claim, value)));
        return ((AccessTokenVerifier.Outcome.Accepted) outcome).token().roles();
    }

    private void assertUnauthorized(String token) {
        assertThat(verifier.verify(token))
                .isEqualTo(new AccessTokenVerifier.Outcome.Refused(RefusalCode.UNAUTHORIZED));
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(change.apply(claims()).build(), new ECDSASigner(key));
    }

    private static String sign(JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        return sign(header(JWSAlgorithm.ES256, "k1"), claims, signer);
    }

    private static String sign(JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
        return sign(header, claims().build(), signer);
    }

    private static String sign(JWSHeader.Builder header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, @Nullable String key) {
        return new JWSHeader.Builder(algorithm).keyID(key);
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
