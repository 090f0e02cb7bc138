package dev.roomlog.gateway;

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

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Good and forged access tokens. */
final class Tokens {

    private final ECKey key = newKey();

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicKeys() {
        return new JWKSet(key).toString(true);
    }

    String valid() {
        return signed(claims().build(), key);
    }

    String withRoles(List<?> roles) {
        return signed(claims().claim("roles", roles).build(), key);
    }

    String expiredFor(Duration age) {
        Instant expiry = Instant.now().minus(age);
        return signed(
                claims().issueTime(Date.from(expiry.minusSeconds(3600)))
                        .expirationTime(Date.from(expiry))
                        .build(),
                key);
    }

    String ofIssuer(String issuer) {
        return signed(claims().issuer(issuer).build(), key);
    }

    String forAudience(String audience) {
        return signed(claims().audience(audience).build(), key);
    }

    String signedByForeignKey() {
        return signed(claims().build(), newKey());
    }

    String withAlgNone() {
        return new PlainJWT(claims().build()).serialize();
    }

    /** The classic confusion: whoever knows the public key uses it as HMAC secret. */
    String withPublicKeyAsSecret() {
        try {
            byte[] secret = key.toECPublicKey().getEncoded();
            return sign(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test").build(),
                    claims().build(),
                    new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("roomlog")
                .audience("roomlog")
                .subject("m-1")
                .jwtID("1")
                .claim("roles", List.of())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    private static String signed(JWTClaimsSet claims, ECKey key) {
        try {
            return sign(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build(),
                    claims,
                    new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
