package dev.roomlog.web;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Who is calling, by a verified token. As a controller's parameter it is filled in.
 *
 * @param session the sign-in the token belongs to, where it names one
 */
public record Caller(MemberId member, Set<String> roles, @Nullable String session) {

    public Caller {
        roles = Set.copyOf(roles);
    }
}
