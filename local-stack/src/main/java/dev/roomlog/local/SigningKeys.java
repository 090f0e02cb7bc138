package dev.roomlog.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pair that signs access tokens: the private key for room-service alone, the public set for
 * everybody.
 */
record SigningKeys(Path privateKey, Path publicKeys) {

    static SigningKeys in(Path folder) {
        SigningKeys keys =
                new SigningKeys(
                        folder.resolve("signing-key.jwk.json"), folder.resolve("public.jwks.json"));
        if (!Files.exists(keys.publicKeys)) {
            keys.generate();
        }
        return keys;
    }

    private void generate() {
        try {
            ECKey pair =
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .generate();
            StackFolder.writePrivately(privateKey, pair.toJSONString());
            StackFolder.writePrivately(publicKeys, new JWKSet(pair.toPublicJWK()).toString());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
