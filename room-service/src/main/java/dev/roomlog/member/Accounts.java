package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts behind members. What others must learn of a change stands in the same transaction as
 * a note ({@code account_changes}); who reads it carries the change into each membership, and all
 * who write a membership meanwhile read the account's state by {@link #lockShared}.
 */
public interface Accounts {

    /** Empty for a member who is not in the database. */
    Optional<AccountState> find(MemberId member);

    /**
     * As of now, and unchangeable until the end of the transaction around it: an account change
     * that commits later sees what that transaction wrote. Take a room's lock first.
     *
     * @return without those who are not in the database
     */
    Map<MemberId, AccountState> lockShared(Collection<MemberId> members);

    /** Every session ends, and every token issued so far is void; a sign-in right after is good. */
    void signOutEverywhere(MemberId member, Instant now);

    /**
     * @param seen what the old password was checked against
     * @param session which goes on; the others end
     * @return false, and nothing changed, if the password is another one meanwhile
     */
    boolean changePassword(Account seen, String newHash, @Nullable String session);

    /** Name, password and sessions go; the user name is never given again. Terminal. */
    void erase(MemberId member, Instant now);
}
