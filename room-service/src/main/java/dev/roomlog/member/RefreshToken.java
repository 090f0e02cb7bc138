package dev.roomlog.member;

/** A secret of 256 random bits that can be exchanged once for new tokens. Kept only as a hash. */
public record RefreshToken(String value) {

    public static RefreshToken random() {
        return new RefreshToken(Secrets.random());
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
