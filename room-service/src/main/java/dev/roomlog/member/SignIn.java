package dev.roomlog.member;

import dev.roomlog.member.MemberRejection.BadCredentials;
import dev.roomlog.member.MemberRejection.Outcome;
import dev.roomlog.member.MemberRejection.TooManyFailures;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Signing in, coming back, signing out. */
public final class SignIn {

    private final Members members;
    private final PasswordCheck passwords;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Duration refreshLife;
    private final Clock clock;

    public SignIn(
            Members members,
            PasswordCheck passwords,
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
    public Outcome signIn(String username, Password password, ClientAddress client) {
        return switch (passwords.check(username, password, client)) {
            case PasswordCheck.Outcome.Right(Account account) -> open(account);
            case PasswordCheck.Outcome.Wrong() -> refused();
            case PasswordCheck.Outcome.TooSoon(Duration pause) ->
                    new Outcome.Refused(new TooManyFailures(pause));
        };
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
                new SignedIn(
                        member,
                        tokens.issue(member, session),
                        tokens.life(),
                        refreshToken,
                        refreshLife));
    }

    private static Outcome refused() {
        return new Outcome.Refused(new BadCredentials());
    }
}
