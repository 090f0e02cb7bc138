package dev.roomlog.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A signing key of this run. */
public final class TestKeys {

    public static final ECKey KEY = generate();

    private TestKeys() {}

    public static String privateJwk() {
        return fileOf("signing-key", KEY.toJSONString());
    }

    public static String publicJwks() {
        return fileOf("public", new JWKSet(KEY).toString(true));
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fileOf(String name, String content) {
        try {
            Path file = Files.createTempFile(Path.of("target"), name, ".json");
            Files.writeString(file, content);
            return file.toUri().toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
