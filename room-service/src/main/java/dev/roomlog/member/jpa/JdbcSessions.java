package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.RefreshToken;
import dev.roomlog.member.Sessions;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

@Repository
class JdbcSessions implements Sessions {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    JdbcSessions(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    private record Row(String id, String memberId, long expiresAt) {}

    @Override
    public Optional<Session> open(Account account, RefreshToken first, Instant now, Instant until) {
        return Objects.requireNonNull(
                transaction.execute(_ ->
                        lockUsable(account.member().id(), account.passwordHash())
                                .map(notBefore ->
                                        new Session(
                                                insert(account.member().id(), first, now, until),
                                                notBefore))));
    }

    private String insert(MemberId member, RefreshToken first, Instant now, Instant until) {
        forgetExpired(member, now);
        String id = UUID.randomUUID().toString();
        jdbc.sql("INSERT INTO sessions (id, member_id, expires_at) VALUES (?, ?, ?)")
                .params(id, member.value(), until.toEpochMilli())
                .update();
        add(first, id);
        return id;
    }

    /**
     * Whoever ends all sessions of a member locks its row first, so until this transaction ends
     * nobody does, and those who did are seen.
     *
     * @param passwordHash absent: any
     */
    private Optional<Instant> lockUsable(MemberId member, @Nullable String passwordHash) {
        return jdbc.sql(
                        "SELECT tokens_not_before FROM members WHERE id = ? AND status = 'ACTIVE'"
                                + " AND password_hash = COALESCE(?, password_hash)"
                                + " LOCK IN SHARE MODE")
                .param(member.value())
                .param(passwordHash)
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    @Override
    public Renewal renew(RefreshToken shown, RefreshToken next, Instant now, Instant until) {
        return Objects.requireNonNull(
                transaction.execute(_ -> renewLocked(shown, next, now, until)));
    }

    private Renewal renewLocked(RefreshToken shown, RefreshToken next, Instant now, Instant until) {
        Optional<MemberId> member = memberOf(shown);
        Optional<Instant> notBefore = member.flatMap(known -> lockUsable(known, null));
        Optional<Row> session = lockSessionOf(shown);
        if (notBefore.isEmpty()
                || session.isEmpty()
                || session.get().expiresAt() <= now.toEpochMilli()) {
            return new Renewal.Refused();
        }
        String id = session.get().id();
        int exchanged =
                jdbc.sql("UPDATE refresh_tokens SET used = 1 WHERE hash = ? AND used = 0")
                        .params(shown.hash())
                        .update();
        if (exchanged == 0) {
            end(id);
            return new Renewal.Refused();
        }
        add(next, id);
        jdbc.sql("UPDATE sessions SET expires_at = ? WHERE id = ?")
                .params(until.toEpochMilli(), id)
                .update();
        return new Renewal.Renewed(
                new MemberId(session.get().memberId()), new Session(id, notBefore.get()));
    }

    private Optional<MemberId> memberOf(RefreshToken shown) {
        return jdbc.sql(
                        "SELECT s.member_id FROM refresh_tokens t JOIN sessions s"
                                + " ON s.id = t.session_id WHERE t.hash = ?")
                .params(shown.hash())
                .query(String.class)
                .optional()
                .map(MemberId::new);
    }

    @Override
    public void close(RefreshToken shown) {
        transaction.executeWithoutResult(
                _ -> lockSessionOf(shown).ifPresent(session -> end(session.id())));
    }

    /** Whoever comes second waits here, and then sees what the first did. */
    private Optional<Row> lockSessionOf(RefreshToken shown) {
        @Nullable String id =
                jdbc.sql("SELECT session_id FROM refresh_tokens WHERE hash = ?")
                        .params(shown.hash())
                        .query(String.class)
                        .optional()
                        .orElse(null);
        if (id == null) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT id, member_id, expires_at FROM sessions WHERE id = ? FOR UPDATE")
                .params(id)
                .query(Row.class)
                .optional();
    }

    private void add(RefreshToken token, String session) {
        jdbc.sql("INSERT INTO refresh_tokens (hash, session_id, used) VALUES (?, ?, 0)")
                .params(token.hash(), session)
                .update();
    }

    private void end(String session) {
        jdbc.sql("DELETE FROM sessions WHERE id = ?").params(session).update();
    }

    private void forgetExpired(MemberId member, Instant now) {
        jdbc.sql("DELETE FROM sessions WHERE member_id = ? AND expires_at <= ?")
                .params(member.value(), now.toEpochMilli())
                .update();
    }
}
