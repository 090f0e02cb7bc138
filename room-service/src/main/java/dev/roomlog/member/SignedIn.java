package dev.roomlog.member;

import java.time.Duration;

/** What a member gets by signing up or in. */
public record SignedIn(
        Member member, String accessToken, Duration expiresIn, RefreshToken refreshToken) {

    @Override
    public String toString() {
        return "SignedIn[" + member.id() + "]";
    }
}
