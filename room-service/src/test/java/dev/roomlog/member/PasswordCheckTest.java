package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.PasswordCheck.Outcome;
import dev.roomlog.support.SettableClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Stream;

class PasswordCheckTest {

    private static final Duration MEMORY = Duration.ofMinutes(15);
    private static final ClientAddress CLIENT = new ClientAddress("203.0.113.7");
    private static final Account ANN = account("ann", "right");
    private static final Account OF_AN_ISSUER = account("bob", "");

    private final SettableClock clock = new SettableClock();
    private final CountedPasswords passwords = new CountedPasswords();
    private final PasswordCheck check =
            new PasswordCheck(
                    name ->
                            Stream.of(ANN, OF_AN_ISSUER)
                                    .filter(known -> known.member().username().equals(name))
                                    .findAny(),
                    passwords,
                    new InMemoryPasswordTries(
                            new Throttle(5, Duration.ofSeconds(2), MEMORY, MEMORY, false), clock));

    @Test
    void anUnknownUserCostsTheSameWorkAsAWrongPassword() {
        for (String name : new String[] {"ann", "bob", "nobody", "No user name at all!"}) {
            passwords.hashed = 0;

            assertThat(tried(name, "wrong")).isEqualTo(new Outcome.Wrong());

            assertThat(passwords.hashed).as(name).isEqualTo(1);
        }
    }

    @Test
    void anUnknownUserMustWaitLikeAKnownOne() {
        for (String name : new String[] {"ann", "bob", "nobody", "No user name at all!"}) {
            for (int i = 0; i < 5; i++) {
                assertThat(tried(name, "wrong")).isEqualTo(new Outcome.Wrong());
            }

            assertThat(tried(name, "wrong")).isEqualTo(new Outcome.TooSoon(Duration.ofSeconds(2)));
        }
    }

    @Test
    void nothingIsHashedForWhoeverMustWait() {
        fail(5);
        passwords.hashed = 0;

        assertThat(tried("ann", "right")).isInstanceOf(Outcome.TooSoon.class);

        assertThat(passwords.hashed).isZero();
    }

    @Test
    void whatMustWaitDoesNotCount() {
        fail(5);
        for (int i = 0; i < 50; i++) {
            assertThat(tried("ann", "wrong")).isInstanceOf(Outcome.TooSoon.class);
        }

        clock.advance(Duration.ofSeconds(2));

        assertThat(tried("ann", "right")).isEqualTo(new Outcome.Right(ANN));
    }

    @Test
    void successClearsTheCount() {
        fail(4);
        assertThat(tried("ann", "right")).isEqualTo(new Outcome.Right(ANN));

        fail(5);

        assertThat(tried("ann", "wrong")).isInstanceOf(Outcome.TooSoon.class);
    }

    @Test
    void writingTheNameInAnotherCaseGainsNothing() {
        fail(4);
        assertThat(tried("ANN", "wrong")).isEqualTo(new Outcome.Wrong());

        assertThat(tried("Ann", "right")).isInstanceOf(Outcome.TooSoon.class);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(tried("ann", "wrong")).isEqualTo(new Outcome.Wrong());
        }
    }

    private static Account account(String name, String hash) {
        Username username = new Username(name);
        return new Account(
                new Member(new MemberId(name), username, new DisplayName(name), false), hash);
    }

    private Outcome tried(String name, String password) {
        return check.check(name, new Password(password), CLIENT);
    }

    /** A hash is the password; what costs work is counted. */
    private static final class CountedPasswords implements Passwords {

        private int hashed;

        @Override
        public String hash(Password password) {
            hashed++;
            return password.value();
        }

        @Override
        public boolean matches(Password password, String hash) {
            hashed += hash.isEmpty() ? 0 : 1;
            return password.value().equals(hash);
        }

        @Override
        public void matchNothing(Password password) {
            hashed++;
        }
    }
}
