package dev.roomlog.member.jpa;

import dev.roomlog.member.Failures;
import dev.roomlog.member.PasswordTries;
import dev.roomlog.member.SignInProperties;
import dev.roomlog.member.Throttle;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

@Repository
class JdbcPasswordTries implements PasswordTries {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Throttle accounts;
    private final Throttle addresses;
    private final Clock clock;

    JdbcPasswordTries(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            SignInProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.accounts = properties.accounts();
        this.addresses = properties.addresses();
        this.clock = clock;
    }

    @Override
    public Turn take(String account, String address) {
        return Objects.requireNonNull(transaction.execute(_ -> takeLocked(account, address)));
    }

    private Turn takeLocked(String account, String address) {
        // Always in this order, so that no two wait for each other.
        Failures ofAccount = lock(account);
        Failures ofAddress = lock(address);
        Instant now = clock.instant(); // not before: whoever waited for the locks is late
        Duration pause = max(accounts.pause(ofAccount, now), addresses.pause(ofAddress, now));
        if (pause.isPositive()) {
            return new Turn.TooSoon(pause);
        }
        store(account, accounts.failed(ofAccount, now));
        store(address, addresses.failed(ofAddress, now));
        return new Turn.Granted(account, address, now, ofAddress.last());
    }

    @Override
    public void succeeded(Turn.Granted turn) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("UPDATE sign_in_failures SET failures = 0 WHERE subject = ?")
                    .params(turn.account())
                    .update();
            jdbc.sql(
                            """
                            UPDATE sign_in_failures
                            SET failures = failures - 1,
                                last_at = CASE WHEN last_at = ? THEN ? ELSE last_at END
                            WHERE subject = ? AND failures > 0
                            """)
                    .params(
                            turn.at().toEpochMilli(),
                            turn.addressBefore().toEpochMilli(),
                            turn.address())
                    .update();
        });
    }

    private record Row(int failures, long firstAt, long lastAt) {}

    /** The first statement locks the row, whether it was there or not. */
    private Failures lock(String subject) {
        long now = clock.millis();
        jdbc.sql(
                        """
                        INSERT INTO sign_in_failures (subject, failures, first_at, last_at)
                        VALUES (?, 0, ?, ?)
                        ON DUPLICATE KEY UPDATE subject = subject
                        """)
                .params(subject, now, now)
                .update();
        Row row =
                jdbc.sql(
                                "SELECT failures, first_at, last_at FROM sign_in_failures"
                                        + " WHERE subject = ? FOR UPDATE")
                        .params(subject)
                        .query(Row.class)
                        .single();
        return new Failures(
                row.failures(),
                Instant.ofEpochMilli(row.firstAt()),
                Instant.ofEpochMilli(row.lastAt()));
    }

    private void store(String subject, Failures failures) {
        jdbc.sql(
                        "UPDATE sign_in_failures SET failures = ?, first_at = ?, last_at = ?"
                                + " WHERE subject = ?")
                .params(
                        failures.count(),
                        failures.first().toEpochMilli(),
                        failures.last().toEpochMilli(),
                        subject)
                .update();
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
