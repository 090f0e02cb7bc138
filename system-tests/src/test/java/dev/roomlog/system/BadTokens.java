package dev.roomlog.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens signed with an issuer's own key, or not, each wrong in one way. */
final class BadTokens {

    private final String issuer;
    private final RSAKey key;

    BadTokens(String issuer, RSAKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    String good() throws JOSEException {
        return signed(claims().build());
    }

    /** By what is wrong with them. */
    Map<String, String> unauthorized() throws JOSEException {
        Instant soon = Instant.now().plusSeconds(300);
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
        RSAKey impostor = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
        byte[] publicKey = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        byte[] encodedKey = key.toRSAPublicKey().getEncoded();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no token", "abc");
        tokens.put("alg none", new PlainJWT(claims().build()).serialize());
        tokens.put(
                "HS256, the public key as secret",
                signed(JWSAlgorithm.HS256, key.getKeyID(), claims(), new MACSigner(publicKey)));
        tokens.put(
                "HS256, the encoded public key as secret",
                signed(JWSAlgorithm.HS256, key.getKeyID(), claims(), new MACSigner(encodedKey)));
        tokens.put("other audience", signed(claims().audience("other").build()));
        tokens.put("other issuer", signed(claims().issuer("https://other.example").build()));
        tokens.put(
                "missing kid", signed(JWSAlgorithm.RS256, null, claims(), new RSASSASigner(key)));
        tokens.put(
                "unknown kid",
                signed(JWSAlgorithm.RS256, "unknown", claims(), new RSASSASigner(unknown)));
        tokens.put(
                "another key under the same kid",
                signed(JWSAlgorithm.RS256, key.getKeyID(), claims(), new RSASSASigner(impostor)));
        tokens.put("not yet valid", signed(claims().notBeforeTime(Date.from(soon)).build()));
        tokens.put("issued in the future", signed(claims().issueTime(Date.from(soon)).build()));
        tokens.put("no expiry", signed(claims().expirationTime(null).build()));
        tokens.put("no subject", signed(claims().subject(null).build()));
        tokens.put("subject of 65", signed(claims().subject("x".repeat(65)).build()));
        tokens.put("subject with <", signed(claims().subject("a<b").build()));
        return tokens;
    }

    String expired(Duration ago) throws JOSEException {
        Instant then = Instant.now().minus(ago);
        return signed(
                claims().issueTime(Date.from(then.minusSeconds(300)))
                        .expirationTime(Date.from(then))
                        .build());
    }

    String ofNineKilobytes() throws JOSEException {
        return signed(claims().claim("more", "x".repeat(6_700)).build());
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(
                JWSAlgorithm.RS256,
                key.getKeyID(),
                new JWTClaimsSet.Builder(claims),
                new RSASSASigner(key));
    }

    private static String signed(
            JWSAlgorithm algorithm,
            @Nullable String keyId,
            JWTClaimsSet.Builder claims,
            JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("roomlog")
                .subject("forged")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }
}
