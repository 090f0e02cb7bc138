package dev.roomlog.member;

import java.time.Instant;

/**
 * What every service must know of an account.
 *
 * @param tokensNotBefore tokens issued before are void; a whole second, {@link Instant#EPOCH} where
 *     none is
 */
public record AccountState(AccountStatus status, Instant tokensNotBefore) {

    public static final AccountState NEW = new AccountState(AccountStatus.ACTIVE, Instant.EPOCH);

    public boolean isErased() {
        return status == AccountStatus.ERASED;
    }

    public boolean accepts(Instant tokenIssuedAt) {
        return status == AccountStatus.ACTIVE && !tokenIssuedAt.isBefore(tokensNotBefore);
    }
}
