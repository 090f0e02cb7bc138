package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * Changing one's own password, which ends every other session. A wrong old one counts like one at
 * signing in.
 */
public final class PasswordChange {

    private final Members members;
    private final PasswordCheck check;
    private final Passwords passwords;
    private final Accounts accounts;

    public PasswordChange(
            Members members, PasswordCheck check, Passwords passwords, Accounts accounts) {
        this.members = members;
        this.check = check;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /**
     * @param session the caller's own, which goes on
     * @return why not, if not
     */
    public Optional<MemberRejection> change(
            MemberId member,
            @Nullable String session,
            ClientAddress client,
            Password old,
            Password wanted) {
        return members.find(member)
                .map(known -> check.check(known.username().value(), old, client))
                .map(outcome ->
                        switch (outcome) {
                            case PasswordCheck.Outcome.Right(Account account) ->
                                    change(account, session, wanted);
                            case PasswordCheck.Outcome.Wrong() -> refused();
                            case PasswordCheck.Outcome.TooSoon(Duration pause) ->
                                    Optional.<MemberRejection>of(
                                            new MemberRejection.TooManyFailures(pause));
                        })
                .orElseGet(PasswordChange::refused);
    }

    private Optional<MemberRejection> change(
            Account account, @Nullable String session, Password wanted) {
        return accounts.changePassword(account, passwords.hash(wanted), session)
                ? Optional.empty()
                : refused();
    }

    private static Optional<MemberRejection> refused() {
        return Optional.of(new MemberRejection.BadCredentials());
    }
}
