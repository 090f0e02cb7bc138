package dev.roomlog.member.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.member.AccessTokens;
import dev.roomlog.member.Member;
import dev.roomlog.member.Sessions.Session;
import dev.roomlog.token.AccessToken;
import dev.roomlog.token.TokenRules;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** JWS, ES256. */
final class SignedAccessTokens implements AccessTokens {

    private final SigningKey key;
    private final TokenRules rules;
    private final Duration life;
    private final Clock clock;

    SignedAccessTokens(SigningKey key, TokenRules rules, Duration life, Clock clock) {
        this.key = key;
        this.rules = rules;
        this.life = life;
        this.clock = clock;
    }

    @Override
    public String issue(Member member, Session session) {
        SigningKey.Loaded signing = key.current();
        Instant now = clock.instant();
        Instant notBefore = session.tokensNotBefore();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(rules.issuer())
                        .audience(rules.audience())
                        .subject(member.id().value())
                        .issueTime(Date.from(now.isBefore(notBefore) ? notBefore : now))
                        .expirationTime(Date.from(now.plus(life)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("sid", session.id())
                        .claim("roles", member.admin() ? List.of(AccessToken.ADMIN) : List.of())
                        .build();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signing.id()).build(),
                        claims);
        try {
            token.sign(signing.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public Duration life() {
        return life;
    }
}
