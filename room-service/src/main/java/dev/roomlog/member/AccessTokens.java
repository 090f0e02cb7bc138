package dev.roomlog.member;

import java.time.Duration;

/** Signs what every service accepts as proof of who is calling. */
public interface AccessTokens {

    String issue(Member member, Sessions.Session session);

    Duration life();
}
