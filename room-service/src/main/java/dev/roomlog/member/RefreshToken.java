package dev.roomlog.member;

import java.security.SecureRandom;
import java.util.Base64;

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
        return Sha256.hex(value);
    }

    @Override
    public String toString() {
        return "RefreshToken[hidden]";
    }
}
