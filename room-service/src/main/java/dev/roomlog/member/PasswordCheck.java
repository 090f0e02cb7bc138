package dev.roomlog.member;

import dev.roomlog.member.PasswordTries.Turn;
import dev.roomlog.text.Parsed;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one place where a password is compared: for signing in, and for whatever asks for the
 * password again. Not to be called within a transaction: what it counts must stay counted, and
 * hashing takes its time.
 */
public final class PasswordCheck {

    private final Function<Username, Optional<Account>> accounts;
    private final Passwords passwords;
    private final PasswordTries tries;

    public PasswordCheck(
            Function<Username, Optional<Account>> accounts,
            Passwords passwords,
            PasswordTries tries) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tries = tries;
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Right(Account account) implements Outcome {}

        /** Or there is no such member. */
        record Wrong() implements Outcome {}

        /** Nothing was compared. */
        record TooSoon(Duration pause) implements Outcome {}
    }

    /**
     * Takes raw text: what could never be a user name gets the answer, the work and the count of
     * one that is not there.
     */
    public Outcome check(String username, Password password, ClientAddress client) {
        Optional<Account> account =
                switch (Username.parse(username)) {
                    case Parsed.Accepted<Username>(Username name) -> accounts.apply(name);
                    case Parsed.Refused<Username> _ -> Optional.empty();
                };
        return switch (tries.take(
                Sha256.hex("account " + username.toLowerCase(Locale.ROOT)),
                Sha256.hex("address " + client.value()))) {
            case Turn.TooSoon(Duration pause) -> new Outcome.TooSoon(pause);
            case Turn.Granted turn -> {
                if (!matches(account, password)) {
                    yield new Outcome.Wrong();
                }
                tries.succeeded(turn);
                yield new Outcome.Right(account.orElseThrow());
            }
        };
    }

    private boolean matches(Optional<Account> account, Password password) {
        // Members of an outside issuer have none; that too is not told by the clock.
        if (account.isEmpty() || account.get().passwordHash().isEmpty()) {
            passwords.matchNothing(password);
            return false;
        }
        return passwords.matches(password, account.get().passwordHash());
    }
}
