package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import java.time.Instant;
import java.util.Optional;

/**
 * Sign-ins. A session is a family of refresh tokens of which only the newest is good: whoever shows
 * an older one has stolen it, or was stolen from, so the whole family ends.
 */
public interface Sessions {

    /**
     * A sign-in that goes on.
     *
     * @param tokensNotBefore a token issued earlier would be void
     */
    record Session(String id, Instant tokensNotBefore) {}

    /**
     * @param account as its password was checked
     * @return empty if the password is another one meanwhile, or the account cannot be used
     */
    Optional<Session> open(Account account, RefreshToken first, Instant now, Instant until);

    /** Exchanges a token for the next one, once, also when two ask at the same moment. */
    Renewal renew(RefreshToken shown, RefreshToken next, Instant now, Instant until);

    /** Ends the family of this token; unknown ones are as good as ended. */
    void close(RefreshToken shown);

    /** What became of a refresh token. */
    sealed interface Renewal {
        record Renewed(MemberId member, Session session) implements Renewal {}

        /** Unknown, expired, or used before; in the last case its family is now gone. */
        record Refused() implements Renewal {}
    }
}
