package dev.roomlog.token;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;

/** Where a JWK set (RFC 7517 §5) is. */
sealed interface KeySource {

    int CONNECT_MILLIS = 2_000;
    int READ_MILLIS = 5_000;
    int MAX_BYTES = 256 * 1024;

    /** The whole set as it is now. Blocks. */
    JWKSet read() throws IOException, ParseException;

    /** A file, which others replace. */
    record OfFile(URL file) implements KeySource {
        @Override
        public JWKSet read() throws IOException, ParseException {
            return load(file);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** An issuer's {@code jwks_uri}. */
    record OfUrl(URL url) implements KeySource {
        @Override
        public JWKSet read() throws IOException, ParseException {
            return load(url);
        }

        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * An issuer that tells where its keys are (OpenID Connect Discovery 1.0 §4). It is asked each
     * time, so it may also move them.
     *
     * @param issuer as tokens name it: what is discovered must name the same
     */
    record OfIssuer(String issuer, URL url) implements KeySource {
        @Override
        public JWKSet read() throws IOException, ParseException {
            URL place =
                    URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")
                            .toURL();
            var document =
                    JSONObjectUtils.parse(
                            new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MAX_BYTES)
                                    .retrieveResource(place)
                                    .getContent());
            String named = JSONObjectUtils.getString(document, "issuer");
            if (!issuer.equals(named)) {
                throw new IOException(
                        "%s is the configuration of another issuer: %s".formatted(place, named));
            }
            URI keys = JSONObjectUtils.getURI(document, "jwks_uri");
            if (keys == null) {
                throw new IOException(place + " names no jwks_uri");
            }
            return load(keys.toURL());
        }

        @Override
        public String toString() {
            return issuer;
        }
    }

    private static JWKSet load(URL url) throws IOException, ParseException {
        return JWKSet.load(url, CONNECT_MILLIS, READ_MILLIS, MAX_BYTES);
    }
}
