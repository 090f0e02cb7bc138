package dev.roomlog.member;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.MemberRejection.NotInvited;
import dev.roomlog.member.MemberRejection.Outcome;
import dev.roomlog.member.MemberRejection.RegistrationClosed;
import dev.roomlog.member.MemberRejection.UsernameTaken;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Signing up. */
public final class Registration {

    private final Members members;
    private final Passwords passwords;
    private final SignIn signIn;
    private final Invitations invitations;
    private final RegistrationRules rules;
    private final Clock clock;

    public Registration(
            Members members,
            Passwords passwords,
            SignIn signIn,
            Invitations invitations,
            RegistrationRules rules,
            Clock clock) {
        this.members = members;
        this.passwords = passwords;
        this.signIn = signIn;
        this.invitations = invitations;
        this.rules = rules;
        this.clock = clock;
    }

    public RegistrationMode mode() {
        return rules.mode();
    }

    /**
     * @param invitation there where {@link RegistrationMode#INVITE} asks for it
     */
    public Outcome register(
            Username username,
            Password password,
            DisplayName displayName,
            Optional<Invitation> invitation) {
        return switch (rules.mode()) {
            case OPEN -> register(username, password, displayName);
            case INVITE ->
                    invitation
                            .map(shown -> register(username, password, displayName, shown))
                            .orElseGet(() -> refused(new NotInvited()));
            case CLOSED -> refused(new RegistrationClosed());
        };
    }

    private Outcome register(Username username, Password password, DisplayName displayName) {
        if (rules.reserved().contains(username)) {
            return refused(new UsernameTaken());
        }
        Account account = newAccount(username, password, displayName);
        return members.add(account, clock.instant())
                ? signIn.open(account)
                : refused(new UsernameTaken());
    }

    private Outcome register(
            Username username, Password password, DisplayName displayName, Invitation invitation) {
        // First: who is not invited learns of no name, and costs no hash.
        if (!invitations.contain(invitation, clock.instant())) {
            return refused(new NotInvited());
        }
        if (rules.reserved().contains(username)) {
            return refused(new UsernameTaken());
        }
        Account account = newAccount(username, password, displayName);
        Instant now = clock.instant();
        return switch (invitations.use(invitation, now, () -> members.add(account, now))) {
            case USED -> signIn.open(account);
            case KEPT -> refused(new UsernameTaken());
            case UNKNOWN -> refused(new NotInvited());
        };
    }

    /** Good for one registration. */
    public Invitation.Issued invite(MemberId by) {
        Invitation invitation = Invitation.random();
        Instant until = clock.instant().plus(rules.invitationLife());
        invitations.add(invitation, by, until);
        return new Invitation.Issued(invitation, until);
    }

    /** At first start; later ones leave the account, and its password, as they are. */
    public void ensureAdministrator(Username username, Password password) {
        if (members.findAccount(username).isEmpty()) {
            Member admin = newMember(username, new DisplayName(username.value()), true);
            // False when another replica was faster: then there is one, which is all we want.
            var _ = members.add(new Account(admin, passwords.hash(password)), clock.instant());
        }
    }

    private Account newAccount(Username username, Password password, DisplayName displayName) {
        return new Account(newMember(username, displayName, false), passwords.hash(password));
    }

    private static Outcome refused(MemberRejection why) {
        return new Outcome.Refused(why);
    }

    private static Member newMember(Username username, DisplayName displayName, boolean admin) {
        MemberId id = new MemberId(UUID.randomUUID().toString());
        return new Member(id, username, displayName, admin);
    }
}
