package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What members say of themselves. */
public interface Profiles {

    /**
     * Display name and picture; all else stays. Two changes at once happen one after the other.
     *
     * @return as it is now; empty for a member who is not in the database
     */
    Optional<Member> change(MemberId id, UnaryOperator<Member> change);
}
