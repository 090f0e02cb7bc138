package dev.roomlog.member;

import dev.roomlog.events.MemberId;

/** Published once committed: the member's memberships are to be told. */
public record AccountChanged(MemberId member) {}
