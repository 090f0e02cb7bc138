package dev.roomlog.member;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.MemberRejection.Outcome;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Signing up. */
public final class Registration {

    private final Members members;
    private final Passwords passwords;
    private final SignIn signIn;
    private final RegistrationMode mode;
    private final Set<Username> reserved;
    private final Clock clock;

    public Registration(
            Members members,
            Passwords passwords,
            SignIn signIn,
            RegistrationMode mode,
            Set<Username> reserved,
            Clock clock) {
        this.members = members;
        this.passwords = passwords;
        this.signIn = signIn;
        this.mode = mode;
        this.reserved = Set.copyOf(reserved);
        this.clock = clock;
    }

    public Outcome register(Username username, Password password, DisplayName displayName) {
        if (mode == RegistrationMode.CLOSED) {
            return new Outcome.Refused(new MemberRejection.RegistrationClosed());
        }
        if (reserved.contains(username)) {
            return new Outcome.Refused(new MemberRejection.UsernameTaken());
        }
        Member member = newMember(username, displayName, false);
        Account account = new Account(member, passwords.hash(password));
        return members.add(account, clock.instant())
                ? signIn.open(account)
                : new Outcome.Refused(new MemberRejection.UsernameTaken());
    }

    /** At first start; later ones leave the account, and its password, as they are. */
    public void ensureAdministrator(Username username, Password password) {
        if (members.findAccount(username).isEmpty()) {
            Member admin = newMember(username, new DisplayName(username.value()), true);
            // False when another replica was faster: then there is one, which is all we want.
            var _ = members.add(new Account(admin, passwords.hash(password)), clock.instant());
        }
    }

    private static Member newMember(Username username, DisplayName displayName, boolean admin) {
        MemberId id = new MemberId(UUID.randomUUID().toString());
        return new Member(id, username, displayName, admin);
    }
}
