package dev.roomlog.member.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SigningKeyTest {

    @TempDir private Path folder;

    @Test
    void aNewKeyInTheFileIsUsedAtOnce() throws IOException, JOSEException {
        SigningKey key = keyFrom(jwk(Curve.P_256, "first"));
        assertThat(key.current().id()).isEqualTo("first");

        write(jwk(Curve.P_256, "second"));

        assertThat(key.current().id()).isEqualTo("second");
    }

    @Test
    void aFileThatCannotBeUsedLeavesTheKeyAsItIs() throws IOException, JOSEException {
        SigningKey key = keyFrom(jwk(Curve.P_256, "first"));

        for (String broken : new String[] {"", "{", jwk(Curve.P_384, "p384"), publicOnly()}) {
            write(broken);
            assertThat(key.current().id()).as(broken).isEqualTo("first");
        }
        Files.delete(file());
        assertThat(key.current().id()).isEqualTo("first");
        write(jwk(Curve.P_256, "second"));
        assertThat(key.current().id()).isEqualTo("second");
    }

    @Test
    void aKeyWithoutAnIdIsToldAtTheStartAndNeverShown() throws IOException, JOSEException {
        String nameless = new ECKeyGenerator(Curve.P_256).generate().toJSONString();

        assertThatIllegalStateException()
                .isThrownBy(() -> keyFrom(nameless))
                .withMessageContaining("no kid");
        assertThat(keyFrom(jwk(Curve.P_256, "first")).current())
                .asString()
                .isEqualTo("Loaded[first]");
    }

    private SigningKey keyFrom(String jwk) throws IOException {
        write(jwk);
        return new SigningKey(new FileSystemResource(file()));
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Path file() {
        return folder.resolve("key.jwk.json");
    }

    private static String jwk(Curve curve, String id) throws JOSEException {
        return new ECKeyGenerator(curve).keyID(id).generate().toJSONString();
    }

    private static String publicOnly() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID("public")
                .generate()
                .toPublicJWK()
                .toJSONString();
    }
}
