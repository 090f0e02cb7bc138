package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
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

    private record Session(String id, String memberId, long expiresAt) {}

    @Override
    public void open(MemberId member, RefreshToken first, Instant now, Instant until) {
        transaction.executeWithoutResult(_ -> {
            forgetExpired(member, now);
            String id = UUID.randomUUID().toString();
            jdbc.sql("INSERT INTO sessions (id, member_id, expires_at) VALUES (?, ?, ?)")
                    .params(id, member.value(), until.toEpochMilli())
                    .update();
            add(first, id);
        });
    }

    @Override
    public Renewal renew(RefreshToken shown, RefreshToken next, Instant now, Instant until) {
        return Objects.requireNonNull(
                transaction.execute(_ -> renewLocked(shown, next, now, until)));
    }

    private Renewal renewLocked(RefreshToken shown, RefreshToken next, Instant now, Instant until) {
        Optional<Session> session = lockSessionOf(shown);
        if (session.isEmpty() || session.get().expiresAt() <= now.toEpochMilli()) {
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
        return new Renewal.Renewed(new MemberId(session.get().memberId()));
    }

    @Override
    public void close(RefreshToken shown) {
        transaction.executeWithoutResult(
                _ -> lockSessionOf(shown).ifPresent(session -> end(session.id())));
    }

    /** Whoever comes second waits here, and then sees what the first did. */
    private Optional<Session> lockSessionOf(RefreshToken shown) {
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
                .query(Session.class)
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
