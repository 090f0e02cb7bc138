package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import java.util.Optional;

/** What an outside issuer last said its users are called. */
public interface ClaimedNames {

    /** Empty also for a member whom no token of the issuer was seen of. */
    Optional<DisplayName> findClaimed(MemberId member);

    /** Remembers it, and shows it as the member's display name. */
    void change(MemberId member, DisplayName claimed);
}
