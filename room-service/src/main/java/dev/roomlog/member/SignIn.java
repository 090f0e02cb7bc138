package dev.roomlog.member;

import dev.roomlog.member.MemberRejection.BadCredentials;
import dev.roomlog.member.MemberRejection.Outcome;
import dev.roomlog.text.Parsed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signing in, coming back, signing out. */
public final class SignIn {

    private final Members members;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Duration refreshLife;
    private final Clock clock;

    public SignIn(
            Members members,
            Passwords passwords,
            Sessions sessions,
            AccessTokens tokens,
            Duration refreshLife,
            Clock clock) {
        this.members = members;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
        this.refreshLife = refreshLife;
        this.clock = clock;
    }

    /** Takes raw text: what could never be a user name gets the answer of one that is not there. */
    public Outcome signIn(String username, Password password) {
        Optional<Account> account =
                switch (Username.parse(username)) {
                    case Parsed.Accepted<Username>(Username name) -> members.findAccount(name);
                    case Parsed.Refused<Username> _ -> Optional.empty();
                };
        if (account.isEmpty()) {
            passwords.matchNothing(password);
            return refused();
        }
        return passwords.matches(password, account.get().passwordHash())
                ? new Outcome.Welcome(open(account.get().member()))
                : refused();
    }

    public Outcome refresh(RefreshToken shown) {
        Instant now = clock.instant();
        RefreshToken next = RefreshToken.random();
        return switch (sessions.renew(shown, next, now, now.plus(refreshLife))) {
            case Sessions.Renewal.Renewed(var id) ->
                    members.find(id)
                            .<Outcome>map(member -> new Outcome.Welcome(welcome(member, next)))
                            .orElseGet(SignIn::refused);
            case Sessions.Renewal.Refused() -> refused();
        };
    }

    public void signOut(RefreshToken shown) {
        sessions.close(shown);
    }

    SignedIn open(Member member) {
        Instant now = clock.instant();
        RefreshToken first = RefreshToken.random();
        sessions.open(member.id(), first, now, now.plus(refreshLife));
        return welcome(member, first);
    }

    private SignedIn welcome(Member member, RefreshToken refreshToken) {
        return new SignedIn(member, tokens.issue(member), tokens.life(), refreshToken);
    }

    private static Outcome refused() {
        return new Outcome.Refused(new BadCredentials());
    }
}
