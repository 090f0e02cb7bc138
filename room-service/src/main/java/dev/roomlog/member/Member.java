package dev.roomlog.member;

import dev.roomlog.events.MemberId;

/** Someone who can be in rooms. */
public record Member(MemberId id, Username username, DisplayName displayName, boolean admin) {}
