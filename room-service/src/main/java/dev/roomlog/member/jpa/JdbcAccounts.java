package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.AccountChanged;
import dev.roomlog.member.AccountState;
import dev.roomlog.member.AccountStatus;
import dev.roomlog.member.Accounts;
import dev.roomlog.member.Username;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

@Repository
class JdbcAccounts implements Accounts {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher publisher;

    JdbcAccounts(
            JdbcClient jdbc, TransactionTemplate transaction, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.publisher = publisher;
    }

    /** A member's row as locked for a change. */
    private record Row(@Nullable String username, long tokensNotBefore) {}

    @Override
    public Optional<AccountState> find(MemberId member) {
        return jdbc.sql("SELECT status, tokens_not_before FROM members WHERE id = ?")
                .param(member.value())
                .query((row, _) -> state(row))
                .optional();
    }

    @Override
    public Map<MemberId, AccountState> lockShared(Collection<MemberId> members) {
        return jdbc
                .sql(
                        "SELECT id, status, tokens_not_before FROM members WHERE id IN (:ids)"
                                + " ORDER BY id LOCK IN SHARE MODE")
                .param("ids", members.stream().map(MemberId::value).toList())
                .query((row, _) -> Map.entry(new MemberId(row.getString("id")), state(row)))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void signOutEverywhere(MemberId member, Instant now) {
        change(
                member,
                row -> {
                    jdbc.sql("UPDATE members SET tokens_not_before = ? WHERE id = ?")
                            .params(afterEveryToken(row, now), member.value())
                            .update();
                });
    }

    @Override
    public boolean changePassword(Account seen, String newHash, @Nullable String session) {
        return Boolean.TRUE.equals(
                transaction.execute(_ -> {
                    String member = seen.member().id().value();
                    boolean changed =
                            jdbc.sql(
                                                    "UPDATE members SET password_hash = ?"
                                                            + " WHERE id = ? AND password_hash = ?")
                                            .params(newHash, member, seen.passwordHash())
                                            .update()
                                    == 1;
                    if (changed) {
                        jdbc.sql("DELETE FROM sessions WHERE member_id = ? AND id <> ?")
                                .params(member, session == null ? "" : session)
                                .update();
                    }
                    return changed;
                }));
    }

    @Override
    public void erase(MemberId member, Instant now) {
        change(
                member,
                row -> {
                    if (row.username() != null) {
                        jdbc.sql("INSERT INTO retired_usernames (hash) VALUES (?)")
                                .param(new Username(row.username()).hash())
                                .update();
                    }
                    jdbc.sql(
                                    """
                                    UPDATE members SET status = 'ERASED', username = NULL,
                                      display_name = '', claimed_name = NULL, password_hash = '',
                                      avatar_url = NULL, admin = 0, tokens_not_before = ?
                                    WHERE id = ?
                                    """)
                            .params(afterEveryToken(row, now), member.value())
                            .update();
                });
    }

    /** What is to be done with a row that is locked meanwhile. */
    private interface Change {
        void apply(Row row);
    }

    /** Also ends the sessions, and notes that memberships are to be told; not of the erased. */
    private void change(MemberId member, Change change) {
        boolean changed =
                Boolean.TRUE.equals(transaction.execute(_ -> changeLocked(member, change)));
        if (changed) {
            publisher.publishEvent(new AccountChanged(member));
        }
    }

    private boolean changeLocked(MemberId member, Change change) {
        Optional<Row> row =
                jdbc.sql(
                                "SELECT username, tokens_not_before FROM members"
                                        + " WHERE id = ? AND status <> 'ERASED' FOR UPDATE")
                        .param(member.value())
                        .query(Row.class)
                        .optional();
        if (row.isEmpty()) {
            return false;
        }
        change.apply(row.get());
        jdbc.sql("DELETE FROM sessions WHERE member_id = ?").param(member.value()).update();
        jdbc.sql("UPDATE members SET account_change = account_change + 1 WHERE id = ?")
                .param(member.value())
                .update();
        jdbc.sql(
                        "INSERT INTO account_changes (member_id, change_no)"
                                + " SELECT id, account_change FROM members WHERE id = ?")
                .param(member.value())
                .update();
        return true;
    }

    /** Tokens tell whole seconds, and may be dated ahead to the last such time. */
    private static long afterEveryToken(Row row, Instant now) {
        long second = now.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        return Math.max(second, row.tokensNotBefore()) + 1_000;
    }

    private static AccountState state(ResultSet row) throws SQLException {
        return new AccountState(
                AccountStatus.valueOf(row.getString("status")),
                Instant.ofEpochMilli(row.getLong("tokens_not_before")));
    }
}
