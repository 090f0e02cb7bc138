package dev.roomlog.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The public keys that tokens are verified with. They are held in memory and read again by a thread
 * of their own: from time to time, and at once when a token names a key that is not among them, so
 * that keys can be changed while everything runs. A reading that fails changes nothing. Whoever
 * asks for a key never waits.
 */
public final class TokenKeys implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);

    /** A token's key ID is anybody's word, so asking for it must not become a flood. */
    private static final Duration BETWEEN_ASKED = Duration.ofSeconds(5);

    private static final Duration UNTIL_FIRST = Duration.ofSeconds(1);

    /** {@code EX_CONFIG} of sysexits.h. */
    private static final int CONFIGURATION_ERROR = 78;

    private final KeySource source;
    private final Duration refresh;
    private final Duration betweenAsked;
    private final ScheduledThreadPoolExecutor reader =
            new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofPlatform().name("token-keys").daemon().factory(),
                    // Someone may still ask while the service closes.
                    new ThreadPoolExecutor.DiscardPolicy());
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long notAskedBefore = System.nanoTime();
    private volatile JWKSet keys = new JWKSet();
    private boolean failing;

    private TokenKeys(KeySource source, Duration refresh, Duration betweenAsked) {
        this.source = source;
        this.refresh = refresh;
        this.betweenAsked = betweenAsked;
    }

    /**
     * For the start of a service: what waiting cannot mend, such as a file that is not there, ends
     * the process with one line and exit code 78.
     */
    public static TokenKeys openOrExit(TokenSettings settings) {
        try {
            return open(settings, BETWEEN_ASKED);
        } catch (IllegalArgumentException e) {
            log.error("stopping: {}", e.getMessage());
            Runtime.getRuntime().halt(CONFIGURATION_ERROR);
            throw e;
        }
    }

    /** A file must be there; an issuer may come later. */
    static TokenKeys open(TokenSettings settings, Duration betweenAsked) {
        KeySource source = settings.keys();
        TokenKeys opened = new TokenKeys(source, settings.refresh(), betweenAsked);
        if (source instanceof KeySource.OfFile) {
            try {
                opened.take(source.read());
            } catch (IOException | ParseException e) {
                throw new IllegalArgumentException(
                        "the token keys cannot be read from %s: %s"
                                .formatted(source, e.getMessage()),
                        e);
            }
            opened.again(opened.refresh);
        } else {
            opened.again(Duration.ZERO);
        }
        return opened;
    }

    /** Whether there has ever been a set; until then no token can be judged. */
    public boolean areLoaded() {
        return !keys.isEmpty();
    }

    boolean contain(String id) {
        return keys.getKeyByKeyId(id) != null;
    }

    List<JWK> select(JWKSelector selector) {
        return selector.select(keys);
    }

    /** Soon, on the thread that reads; several who ask are answered by one reading. */
    void askForMore() {
        if (asked.compareAndSet(false, true)) {
            long wait = Math.max(0, notAskedBefore - System.nanoTime());
            var _ = reader.schedule(this::readAsAsked, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void readAsAsked() {
        notAskedBefore = System.nanoTime() + betweenAsked.toNanos();
        asked.set(false); // first: who asks from now on may know of a newer key
        read();
    }

    private void again(Duration pause) {
        var _ =
                reader.schedule(
                        () -> {
                            read();
                            again(areLoaded() ? refresh : UNTIL_FIRST);
                        },
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void read() {
        try {
            take(source.read());
            if (failing) {
                log.info("the token keys can be read from {} again", source);
            }
            failing = false;
        } catch (IOException | ParseException | RuntimeException e) {
            if (!failing) {
                log.warn(
                        "the token keys cannot be read from {}, {}: {}",
                        source,
                        areLoaded() ? "those known stay" : "no token is accepted yet",
                        e.toString());
            }
            failing = true;
        }
    }

    private void take(JWKSet read) throws IOException {
        // Private parts, should there be any, are dropped, and so are secrets.
        List<JWK> named =
                read.toPublicJWKSet().getKeys().stream()
                        .filter(key -> key.getKeyID() != null)
                        .toList();
        if (named.isEmpty()) {
            throw new IOException("there is no public key with a kid in it");
        }
        JWKSet fresh = new JWKSet(named);
        if (!fresh.equals(keys)) {
            log.info("token keys: {}", named.stream().map(JWK::getKeyID).toList());
            keys = fresh;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
