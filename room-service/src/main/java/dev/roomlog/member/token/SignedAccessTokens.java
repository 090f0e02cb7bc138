package dev.roomlog.member.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.member.AccessTokens;
import dev.roomlog.member.Member;
import dev.roomlog.member.Sessions.Session;
import dev.roomlog.token.AccessToken;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** JWS, ES256. */
final class SignedAccessTokens implements AccessTokens {

    private final JWSSigner signer;
    private final JWSHeader header;
    private final TokenProperties properties;
    private final Clock clock;

    private SignedAccessTokens(
            JWSSigner signer, JWSHeader header, TokenProperties properties, Clock clock) {
        this.signer = signer;
        this.header = header;
        this.properties = properties;
        this.clock = clock;
    }

    static SignedAccessTokens with(String privateJwk, TokenProperties properties, Clock clock) {
        try {
            ECKey key = ECKey.parse(privateJwk);
            return new SignedAccessTokens(
                    new ECDSASigner(key),
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                    properties,
                    clock);
        } catch (ParseException | JOSEException e) {
            // Without the cause: it may quote the key.
            throw new IllegalStateException(
                    "roomlog.token.signing-key is not a private EC P-256 JWK");
        }
    }

    @Override
    public String issue(Member member, Session session) {
        Instant now = clock.instant();
        Instant notBefore = session.tokensNotBefore();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(properties.issuer())
                        .audience(properties.audience())
                        .subject(member.id().value())
                        .issueTime(Date.from(now.isBefore(notBefore) ? notBefore : now))
                        .expirationTime(Date.from(now.plus(properties.life())))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("sid", session.id())
                        .claim("roles", member.admin() ? List.of(AccessToken.ADMIN) : List.of())
                        .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public Duration life() {
        return properties.life();
    }
}
