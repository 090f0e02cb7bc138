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
                ? open(account.get())
                : refused();
    }

    public Outcome refresh(RefreshToken shown) {
        Instant now = clock.instant();
        RefreshToken next = RefreshToken.random();
        return switch (sessions.renew(shown, next, now, now.plus(refreshLife))) {
            case Sessions.Renewal.Renewed(var id, var session) ->
                    members.find(id)
                            .<Outcome>map(member -> welcome(member, session, next))
                            .orElseGet(SignIn::refused);
            case Sessions.Renewal.Refused() -> refused();
        };
    }

    public void signOut(RefreshToken shown) {
        sessions.close(shown);
    }

    Outcome open(Account account) {
        Instant now = clock.instant();
        RefreshToken first = RefreshToken.random();
        return sessions.open(account, first, now, now.plus(refreshLife))
                .map(session -> welcome(account.member(), session, first))
                .orElseGet(SignIn::refused);
    }

    private Outcome welcome(Member member, Sessions.Session session, RefreshToken refreshToken) {
        return new Outcome.Welcome(
                new SignedIn(member, tokens.issue(member, session), tokens.life(), refreshToken));
    }

    private static Outcome refused() {
        return new Outcome.Refused(new BadCredentials());
    }
}
