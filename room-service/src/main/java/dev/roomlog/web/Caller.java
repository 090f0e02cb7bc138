package dev.roomlog.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.token.AccessToken;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Who is calling, by a verified token. As a controller's parameter it is filled in.
 *
 * @param session the sign-in the token belongs to, where it names one
 */
public record Caller(MemberId member, Set<String> roles, @Nullable String session) {

    private static final String SERVICE = "service";
    private static final MemberId ME = new MemberId("me");

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** An administrator, or another system. */
    public boolean isTrusted() {
        return roles.contains(AccessToken.ADMIN) || roles.contains(SERVICE);
    }

    /** Whom a path names: {@code me} is the caller. */
    public MemberId named(MemberId inPath) {
        return inPath.equals(ME) ? member : inPath;
    }
}
