package dev.roomlog.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A secret of 256 random bits that can be exchanged once for new tokens. Kept only as a hash. */
public record RefreshToken(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    public static RefreshToken random() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** SHA-256: the secret is random, so there is nothing for a slow hash to protect. */
    public String hash() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[hidden]";
    }
}
