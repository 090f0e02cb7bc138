package dev.roomlog.member;

import java.time.Duration;

/**
 * What a member gets by signing up or in.
 *
 * @param expiresIn the access token's life
 * @param refreshLife the refresh token's
 */
public record SignedIn(
        Member member,
        String accessToken,
        Duration expiresIn,
        RefreshToken refreshToken,
        Duration refreshLife) {

    @Override
    public String toString() {
        return "SignedIn[" + member.id() + "]";
    }
}
