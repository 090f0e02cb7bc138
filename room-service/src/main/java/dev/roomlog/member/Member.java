package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

/** Someone who can be in rooms. */
public record Member(
        MemberId id,
        Username username,
        DisplayName displayName,
        boolean admin,
        @Nullable AvatarUrl avatarUrl) {

    public Member(MemberId id, Username username, DisplayName displayName, boolean admin) {
        this(id, username, displayName, admin, null);
    }

    public Member called(DisplayName newName) {
        return new Member(id, username, newName, admin, avatarUrl);
    }

    public Member pictured(@Nullable AvatarUrl newUrl) {
        return new Member(id, username, displayName, admin, newUrl);
    }
}
