package dev.roomlog.member.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/**
 * The private key as its file has it now. The file is read for each token, which is little beside a
 * password's hash, so a new key is used at once; one that cannot be read is not: the last stays.
 */
final class SigningKey {

    private static final Logger log = LoggerFactory.getLogger(SigningKey.class);

    private final Resource place;
    private volatile Loaded loaded;
    private volatile boolean failing;

    /** A key as it was read. */
    record Loaded(String text, String id, ECDSASigner signer) {
        @Override
        public String toString() {
            return "Loaded[" + id + "]";
        }
    }

    SigningKey(Resource place) {
        this.place = place;
        try {
            loaded = parse(read());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "roomlog.token.signing-key cannot be read: " + e.getMessage(), e);
        }
    }

    Loaded current() {
        try {
            String text = read();
            if (!text.equals(loaded.text)) {
                loaded = parse(text);
                log.info("tokens are signed with the key {} from now on", loaded.id);
            }
            failing = false;
        } catch (IOException | IllegalStateException e) {
            if (!failing) {
                log.warn("{}; the key {} stays", e.getMessage(), loaded.id);
            }
            failing = true;
        }
        return loaded;
    }

    private String read() throws IOException {
        return place.getContentAsString(StandardCharsets.UTF_8);
    }

    private static Loaded parse(String text) {
        try {
            ECKey key = ECKey.parse(text);
            String id = key.getKeyID();
            if (id == null || !key.getCurve().equals(Curve.P_256)) {
                throw new IllegalStateException(
                        "roomlog.token.signing-key has no kid, or is not of P-256");
            }
            return new Loaded(text, id, new ECDSASigner(key));
        } catch (ParseException | JOSEException e) {
            // Without the cause: it may quote the key.
            throw new IllegalStateException(
                    "roomlog.token.signing-key is not a private EC P-256 JWK");
        }
    }
}
