package dev.roomlog.member.web;

import dev.roomlog.member.Member;

/** A member as others see it. */
record MemberView(String id, String username, String displayName) {

    static MemberView of(Member member) {
        return new MemberView(
                member.id().value(), member.username().value(), member.displayName().value());
    }
}
