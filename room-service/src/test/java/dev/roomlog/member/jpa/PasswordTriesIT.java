package dev.roomlog.member.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.member.PasswordTries;
import dev.roomlog.member.PasswordTries.Turn;
import dev.roomlog.member.SignInProperties;
import dev.roomlog.support.SettableClock;
import dev.roomlog.support.TestDatabase;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

/** Two replicas, each with connections of its own, on one database. */
class PasswordTriesIT {

    private static final DataSource ONE = TestDatabase.migrated("roomlog_password_tries_it");
    private static final DataSource OTHER = TestDatabase.connected("roomlog_password_tries_it");
    private static final Duration MEMORY = Duration.ofMinutes(15);
    private static final SignInProperties PROPERTIES =
            new SignInProperties(
                    5, 10, Duration.ofSeconds(2), MEMORY, MEMORY, Duration.ofMinutes(5));

    private final SettableClock clock = new SettableClock();
    private final JdbcClient jdbc = JdbcClient.create(ONE);
    private final PasswordTries one = triesOn(ONE);
    private final PasswordTries other = triesOn(OTHER);

    @BeforeEach
    void forget() {
        jdbc.sql("DELETE FROM sign_in_failures").update();
    }

    @Test
    void triesAtTheSameMomentThroughTwoReplicasGetNoMoreThanThePolicyAllows() throws Exception {
        assertThat(grantedOf(60, "ann")).isEqualTo(5);

        for (int seconds = 2; seconds <= 32; seconds *= 2) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(grantedOf(20, "ann")).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(grantedOf(20, "ann")).isEqualTo(1);
        }
    }

    /** Each from addresses of its own, so that only the account slows them down. */
    private int grantedOf(int tries, String account) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Turn>> calls = new ArrayList<>();
            for (int i = 0; i < tries; i++) {
                String address = "address " + clock.instant() + i;
                PasswordTries replica = i % 2 == 0 ? one : other;
                calls.add(() -> replica.take(account, address));
            }
            int granted = 0;
            for (Future<Turn> call : threads.invokeAll(calls)) {
                granted += call.get() instanceof Turn.Granted ? 1 : 0;
            }
            return granted;
        }
    }

    @Test
    void manyAccountsFromOneAddressShareItsTries() throws Exception {
        int granted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Turn>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String account = "account " + i;
                PasswordTries replica = i % 2 == 0 ? one : other;
                calls.add(() -> replica.take(account, "address"));
            }
            for (Future<Turn> call : threads.invokeAll(calls)) {
                granted += call.get() instanceof Turn.Granted ? 1 : 0;
            }
        }

        assertThat(granted).isEqualTo(10);
    }

    @Test
    void theWaitIsWhatIsLeftOfTheLongerOne() {
        for (int i = 0; i < 5; i++) {
            granted(one.take("ann", "address"));
        }
        clock.advance(Duration.ofMillis(500));

        assertThat(other.take("ann", "address"))
                .isEqualTo(new Turn.TooSoon(Duration.ofMillis(1500)));
        for (int i = 0; i < 5; i++) {
            granted(other.take("account " + i, "address"));
        }
        assertThat(one.take("ann", "address")).isEqualTo(new Turn.TooSoon(Duration.ofSeconds(2)));
        assertThat(one.take("ann", "elsewhere"))
                .isEqualTo(new Turn.TooSoon(Duration.ofMillis(1500)));
    }

    @Test
    void successForgetsTheAccountAndLeavesTheAddressAsItWas() {
        for (int i = 0; i < 10; i++) {
            granted(one.take("account " + i, "address"));
        }
        clock.advance(Duration.ofSeconds(60));
        other.succeeded(granted(one.take("account 0", "address")));

        assertThat(failures("account 0")).isZero();
        assertThat(failures("address")).isEqualTo(10);
        clock.advance(MEMORY.minusSeconds(60));
        granted(one.take("ann", "address"));
        assertThat(failures("address")).as("the success did not keep them alive").isEqualTo(1);
    }

    @Test
    void whatIsForgottenIsDeletedAndNothingElse() {
        SignInCleaning cleaning = new SignInCleaning(jdbc, PROPERTIES, clock);
        granted(one.take("ann", "address"));
        clock.advance(MEMORY.minusMillis(1));
        granted(one.take("bob", "elsewhere"));

        cleaning.clean();
        assertThat(subjects()).containsExactlyInAnyOrder("ann", "address", "bob", "elsewhere");

        clock.advance(Duration.ofMillis(1));
        cleaning.clean();
        assertThat(subjects()).containsExactlyInAnyOrder("bob", "elsewhere");
    }

    private static Turn.Granted granted(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Granted.class);
        return (Turn.Granted) turn;
    }

    private int failures(String subject) {
        return jdbc.sql("SELECT failures FROM sign_in_failures WHERE subject = ?")
                .param(subject)
                .query(Integer.class)
                .single();
    }

    private List<String> subjects() {
        return jdbc.sql("SELECT subject FROM sign_in_failures")
                .query((row, _) -> row.getString("subject"))
                .list();
    }

    private PasswordTries triesOn(DataSource source) {
        return new JdbcPasswordTries(
                JdbcClient.create(source),
                new TransactionTemplate(new DataSourceTransactionManager(source)),
                PROPERTIES,
                clock);
    }
}
