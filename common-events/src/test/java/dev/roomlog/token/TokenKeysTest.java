package dev.roomlog.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.token.AccessTokenVerifier.Outcome;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class TokenKeysTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final ECKey first = newKey("first");
    private final ECKey second = newKey("second");
    private final List<TokenKeys> opened = new ArrayList<>();

    @AfterEach
    void closesAll() {
        opened.forEach(TokenKeys::close);
    }

    @Test
    void noGoodTokenIsRefusedWhileTheKeyIsChanged(@TempDir Path folder)
            throws IOException, InterruptedException {
        KeyFile file = KeyFile.in(folder, first);
        TokenKeys keys = opened(file.open());
        AccessTokenVerifier verifier = verifier(keys);
        AtomicReference<ECKey> signing = new AtomicReference<>(first);
        AtomicBoolean over = new AtomicBoolean();
        Queue<Outcome> refused = new ConcurrentLinkedQueue<>();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            load.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!over.get()) {
                                    // A token in use is older than the change of the key.
                                    String token = signedBy(signing.get());
                                    for (int use = 0; use < 20; use++) {
                                        Outcome outcome = verifier.verify(token);
                                        if (!(outcome instanceof Outcome.Accepted)) {
                                            refused.add(outcome);
                                        }
                                    }
                                }
                            }));
        }
        String old = signedBy(first);

        file.holds(first, second);
        await().until(() -> keys.contain("second"));
        signing.set(second);
        assertThat(verifier.verify(old)).isInstanceOf(Outcome.Accepted.class);
        over.set(true); // the old key's last tokens expire
        for (Thread thread : load) {
            thread.join();
        }
        file.holds(second);
        await().until(() -> !keys.contain("first"));

        assertThat(refused).isEmpty();
        assertThat(verifier.verify(signedBy(second))).isInstanceOf(Outcome.Accepted.class);
        assertThat(verifier.verify(old)).isEqualTo(new Outcome.Refused(RefusalCode.UNAUTHORIZED));
    }

    @Test
    void aReadingThatFailsLosesNothing() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.publishes(first);
            TokenKeys keys = opened(KeyFile.open(issuer.jwks(), KeyFile.REFRESH, Duration.ZERO));
            AccessTokenVerifier verifier = verifier(keys);
            await().until(keys::areLoaded);

            for (String broken : List.of("", "{", "{\"keys\":[]}", "[]", secretOnly())) {
                issuer.says(broken);
                int before = issuer.asked();
                // Two more: the one before the last has ended.
                await().until(() -> issuer.asked() >= before + 2);

                assertThat(verifier.verify(signedBy(first)))
                        .as(broken)
                        .isInstanceOf(Outcome.Accepted.class);
            }
            issuer.publishes(first, second);
            await().until(() -> verifier.verify(signedBy(second)) instanceof Outcome.Accepted);
        }
    }

    private static String secretOnly() {
        return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"first\",\"k\":\"c2VjcmV0\"}]}";
    }

    @Test
    void anUnknownKeyIsLookedForAtOnceButNotInAFlood() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.publishes(first);
            Duration pause = Duration.ofMillis(300);
            TokenKeys keys = opened(KeyFile.open(issuer.jwks(), NEVER, pause));
            AccessTokenVerifier verifier = verifier(keys);
            await().until(keys::areLoaded);
            int before = issuer.asked();

            issuer.publishes(first, second);
            Instant began = Instant.now();
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> verifier.verify(signedBy(second)) instanceof Outcome.Accepted);
            assertThat(issuer.asked() - before).isEqualTo(1);

            String stranger = signedBy(newKey("third"));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        verifier.verify(stranger);
                        return issuer.asked() - before >= 4;
                    });
            assertThat(Duration.between(began, Instant.now())).isGreaterThan(pause.multipliedBy(3));
        }
    }

    @Test
    void nobodyWaitsForAnIssuerThatDoesNotAnswer() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.publishes(first);
            issuer.hangs();
            TokenKeys keys = opened(KeyFile.open(issuer.jwks(), NEVER, Duration.ZERO));
            AccessTokenVerifier verifier = verifier(keys);
            await().until(() -> issuer.asked() > 0);

            Instant began = Instant.now();
            for (int i = 0; i < 10; i++) {
                assertThat(verifier.verify(signedBy(first)))
                        .isEqualTo(new Outcome.Refused(RefusalCode.SERVICE_UNAVAILABLE));
            }

            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(keys.areLoaded()).isFalse();
            issuer.answers();
            await().until(() -> verifier.verify(signedBy(first)) instanceof Outcome.Accepted);
        }
    }

    @Test
    void anIssuerTellsWhereItsKeysAre() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.publishes(first);
            TokenKeys keys = opened(discovering(issuer.url()));

            await().until(() -> keys.contain("first"));
        }
    }

    /** OpenID Connect Discovery 1.0 §4.3: else one issuer could speak for another. */
    @Test
    void theConfigurationOfAnotherIssuerIsNotTaken() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.publishes(first);
            issuer.callsItself("https://other.example");
            TokenKeys keys = opened(discovering(issuer.url()));
            await().until(() -> issuer.asked("/.well-known/openid-configuration") >= 2);

            assertThat(keys.areLoaded()).isFalse();
            assertThat(issuer.asked()).isZero();
        }
    }

    @Test
    void aSetLargerThanTheLimitIsNotTaken() throws IOException {
        try (Issuer issuer = new Issuer()) {
            issuer.says(new JWKSet(first) + " ".repeat(KeySource.MAX_BYTES));
            TokenKeys keys = opened(KeyFile.open(issuer.jwks(), NEVER, Duration.ZERO));
            await().until(() -> issuer.asked() >= 2);

            assertThat(keys.areLoaded()).isFalse();
        }
    }

    @Test
    void whatWaitingCannotMendIsToldAtTheStart(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("nowhere.json");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.open(missing.toUri().toString(), NEVER, NEVER))
                .withMessageContaining("nowhere.json");
        KeyFile empty = KeyFile.in(folder);
        assertThatIllegalArgumentException().isThrownBy(empty::open).withMessageContaining("kid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.open("ftp://example/keys", NEVER, NEVER))
                .withMessageContaining("roomlog.token.jwks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.open("", NEVER, NEVER))
                .withMessageContaining("roomlog.token.jwks is missing");
    }

    @Test
    void graceIsOfOurOwnSignInUnlessItIsSet() {
        assertThat(graceOf(null, null)).isEqualTo(Duration.ofHours(1));
        assertThat(graceOf("https://login.example", null)).isZero();
        assertThat(graceOf("https://login.example", Duration.ofMinutes(5)))
                .isEqualTo(Duration.ofMinutes(5));
    }

    private static Duration graceOf(@Nullable String issuer, @Nullable Duration grace) {
        return new TokenSettings(issuer, null, null, null, grace, null, null).rules().grace();
    }

    private TokenKeys opened(TokenKeys keys) {
        opened.add(keys);
        return keys;
    }

    private static TokenKeys discovering(String issuer) {
        return TokenKeys.open(
                new TokenSettings(issuer, null, null, NEVER, null, null, null), Duration.ZERO);
    }

    private static AccessTokenVerifier verifier(TokenKeys keys) {
        TokenRules rules = new TokenSettings(null, null, null, null, null, null, null).rules();
        return new AccessTokenVerifier(keys, rules, Clock.systemUTC());
    }

    private static String signedBy(ECKey key) {
        Instant now = Instant.now();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        new JWTClaimsSet.Builder()
                                .issuer("roomlog")
                                .audience("roomlog")
                                .subject("alice")
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plusSeconds(60)))
                                .build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
