package dev.roomlog.edge;

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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Tokens as room-service issues them, and forged ones. */
final class Tokens {

    private final ECKey key = newKey();

    /** For {@code roomlog.token.jwks}. */
    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    String of(String member) {
        return signed(JWSAlgorithm.ES256, claims(member, Duration.ofHours(1)), signer(key));
    }

    String issued(String member, Instant at) {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder(claims(member, Duration.ofHours(1)))
                        .issueTime(Date.from(at))
                        .build();
        return signed(JWSAlgorithm.ES256, claims, signer(key));
    }

    String expired(String member, Duration ago) {
        return signed(JWSAlgorithm.ES256, claims(member, ago.negated()), signer(key));
    }

    String unsigned(String member) {
        return new PlainJWT(claims(member, Duration.ofHours(1))).serialize();
    }

    String signedByAnother(String member) {
        return signed(JWSAlgorithm.ES256, claims(member, Duration.ofHours(1)), signer(newKey()));
    }

    /** What a verifier that lets the token choose the algorithm would accept. */
    String signedWithThePublicKeyAsSecret(String member) throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return signed(
                JWSAlgorithm.HS256, claims(member, Duration.ofHours(1)), new MACSigner(secret));
    }

    private static JWTClaimsSet claims(String member, Duration life) {
        Instant expiry = Instant.now().plus(life);
        return new JWTClaimsSet.Builder()
                .issuer("roomlog")
                .audience("roomlog")
                .subject(member)
                .issueTime(Date.from(expiry.minus(Duration.ofHours(2))))
                .expirationTime(Date.from(expiry))
                .build();
    }

    private static String signed(JWSAlgorithm algorithm, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("k1")
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
