package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Changing one's own password, which ends every other session. */
public final class PasswordChange {

    private final Members members;
    private final Passwords passwords;
    private final Accounts accounts;

    public PasswordChange(Members members, Passwords passwords, Accounts accounts) {
        this.members = members;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /**
     * @param session the caller's own, which goes on
     * @return why not, if not
     */
    public Optional<MemberRejection> change(
            MemberId member, @Nullable String session, Password old, Password wanted) {
        Optional<Account> account =
                members.find(member).flatMap(known -> members.findAccount(known.username()));
        boolean changed =
                account.isPresent()
                        && passwords.matches(old, account.get().passwordHash())
                        && accounts.changePassword(account.get(), passwords.hash(wanted), session);
        return changed ? Optional.empty() : Optional.of(new MemberRejection.BadCredentials());
    }
}
