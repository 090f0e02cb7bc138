package dev.roomlog.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** A JWK set in a file, replaced as an operator does it. */
record KeyFile(Path file) {

    static final Duration REFRESH = Duration.ofMillis(20);

    static KeyFile in(Path folder, JWK... keys) throws IOException {
        KeyFile file = new KeyFile(folder.resolve("public.jwks.json"));
        file.holds(keys);
        return file;
    }

    void holds(JWK... keys) throws IOException {
        holds(new JWKSet(List.of(keys)).toString(false));
    }

    void holds(String text) throws IOException {
        Path other = file.resolveSibling("new");
        Files.writeString(other, text);
        Files.move(
                other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    TokenKeys open() {
        return open(file.toUri().toString(), REFRESH, Duration.ZERO);
    }

    static TokenKeys open(String jwks, Duration refresh, Duration betweenAsked) {
        return TokenKeys.open(
                new TokenSettings(null, null, jwks, refresh, null, null, null), betweenAsked);
    }
}
