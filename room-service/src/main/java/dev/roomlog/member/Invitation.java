package dev.roomlog.member;

import java.time.Instant;

/** A secret of 256 random bits that admits one new member. Kept only as a hash. */
public record Invitation(String value) {

    /** A new one, and how long it is good. */
    public record Issued(Invitation invitation, Instant until) {}

    public static Invitation random() {
        return new Invitation(Secrets.random());
    }

    /** SHA-256: the secret is random, so there is nothing for a slow hash to protect. */
    public String hash() {
        return Sha256.hex(value);
    }

    @Override
    public String toString() {
        return "Invitation[hidden]";
    }
}
