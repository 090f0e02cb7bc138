package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** As docs/operations.md tells it: new public key, new signing key, old public key away. */
@ExtendWith(SharedStack.class)
class KeyRotationIT {

    private static final Duration ALL_HAVE_READ = Duration.ofMinutes(2);

    private final Installation roomlog;
    private final TokenChecks checks;
    private final Member member;

    KeyRotationIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.checks = new TokenChecks(roomlog.stack());
        this.member = roomlog.newMember("rotated");
    }

    @Test
    void aSigningKeyIsReplacedAndNobodyNotices() throws IOException, ParseException, JOSEException {
        Path publicKeys = roomlog.stack().publicKeys();
        Path signingKey = roomlog.stack().signingKey();
        ECKey old = ECKey.parse(Files.readString(signingKey));
        ECKey fresh = new ECKeyGenerator(Curve.P_256).keyID("fresh").generate();
        String olderToken = signedBy(old);
        List<String> refusals;
        try (TokenLoad load =
                new TokenLoad(roomlog.stack(), List.of(refreshing("r1"), refreshing("r2")))) {
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > 2);

            replace(publicKeys, old, fresh);
            await().atMost(ALL_HAVE_READ).until(() -> checks.acceptedEverywhere(signedBy(fresh)));
            replace(signingKey, fresh.toJSONString());
            assertThat(keyOf(refreshing("r3").newToken())).isEqualTo("fresh");
            assertThat(checks.of(olderToken)).doesNotContainValue("unauthorized");
            // Every member has a token of the new key now; the old one's have had their time.
            int rounds = load.rounds();
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > rounds + 4);
            replace(publicKeys, fresh);
            await().atMost(ALL_HAVE_READ)
                    .until(() -> checks.refusedEverywhere(olderToken, "unauthorized"));
            int after = load.rounds();
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > after + 2);

            refusals = load.refusals();
        } finally {
            // Other tests may hold tokens from before.
            replace(publicKeys, old, fresh);
        }
        assertThat(refusals).isEmpty();
    }

    /** Each token is a new one, which costs no password's hash. */
    private TokenLoad.SigningIn refreshing(String name) {
        var refreshToken = new String[] {roomlog.newMember(name).refreshToken()};
        return () -> {
            var answer =
                    roomlog.rest()
                            .post(
                                    "/api/auth/refresh",
                                    null,
                                    "{\"refreshToken\":\"%s\"}".formatted(refreshToken[0]))
                            .expect(200);
            refreshToken[0] = answer.get("refreshToken").stringValue();
            return answer.get("accessToken").stringValue();
        };
    }

    private static String keyOf(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private String signedBy(ECKey key) throws JOSEException {
        Instant now = Instant.now();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        new JWTClaimsSet.Builder()
                                .issuer("roomlog")
                                .audience("roomlog")
                                .subject(member.id())
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plusSeconds(600)))
                                .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static void replace(Path file, JWK... keys) throws IOException {
        replace(file, new JWKSet(List.of(keys)).toString());
    }

    /** At once, as a mounted secret is replaced. */
    private static void replace(Path file, String text) throws IOException {
        Path other = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(other, text);
        Files.move(
                other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
