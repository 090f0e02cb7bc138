package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All members there are. */
public interface Members {

    /**
     * False, and nothing kept, when the user name is taken, also when two ask at once, or was an
     * erased account's.
     */
    boolean add(Account account, Instant at);

    /** As all here: not the erased. */
    Optional<Member> find(MemberId id);

    Optional<Account> findAccount(Username username);

    /** Those of the given that exist. */
    Set<MemberId> existing(Collection<MemberId> ids);

    /**
     * Members whose user name or display name begins so, ordered by user name.
     *
     * @param after the user name the page before ended with
     */
    List<Member> named(String prefix, @Nullable String after, int limit);
}
