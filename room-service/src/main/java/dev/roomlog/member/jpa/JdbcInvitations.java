package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Invitation;
import dev.roomlog.member.Invitations;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;

@Repository
class JdbcInvitations implements Invitations {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    JdbcInvitations(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void add(Invitation invitation, MemberId by, Instant until) {
        jdbc.sql("INSERT INTO invitations (hash, created_by, expires_at) VALUES (?, ?, ?)")
                .params(invitation.hash(), by.value(), until.toEpochMilli())
                .update();
    }

    @Override
    public boolean contain(Invitation invitation, Instant now) {
        return jdbc.sql("SELECT COUNT(*) FROM invitations WHERE hash = ? AND expires_at > ?")
                        .params(invitation.hash(), now.toEpochMilli())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The second waits for the first one's row, and finds it gone, or there again. */
    @Override
    public Use use(Invitation invitation, Instant now, BooleanSupplier act) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    int deleted =
                            jdbc.sql("DELETE FROM invitations WHERE hash = ? AND expires_at > ?")
                                    .params(invitation.hash(), now.toEpochMilli())
                                    .update();
                    if (deleted == 0) {
                        return Use.UNKNOWN;
                    }
                    if (!act.getAsBoolean()) {
                        status.setRollbackOnly();
                        return Use.KEPT;
                    }
                    return Use.USED;
                }));
    }
}
