package dev.roomlog.member.web;

import dev.roomlog.member.Member;

import org.jspecify.annotations.Nullable;

/** A member as others see it. */
record MemberView(String id, String username, String displayName, @Nullable String avatarUrl) {

    static MemberView of(Member member) {
        return new MemberView(
                member.id().value(),
                member.username().value(),
                member.displayName().value(),
                member.avatarUrl() == null ? null : member.avatarUrl().value());
    }
}
