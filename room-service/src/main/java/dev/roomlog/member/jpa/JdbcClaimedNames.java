package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.ClaimedNames;
import dev.roomlog.member.DisplayName;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.util.Optional;

@Repository
class JdbcClaimedNames implements ClaimedNames {

    private final JdbcClient jdbc;

    JdbcClaimedNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<DisplayName> findClaimed(MemberId member) {
        return jdbc.sql(
                        "SELECT claimed_name FROM members WHERE id = ? AND claimed_name IS NOT NULL")
                .param(member.value())
                .query(String.class)
                .optional()
                .map(DisplayName::new);
    }

    @Override
    public void change(MemberId member, DisplayName claimed) {
        jdbc.sql(
                        "UPDATE members SET claimed_name = ?, display_name = ?"
                                + " WHERE id = ? AND status <> 'ERASED'")
                .params(claimed.value(), claimed.value(), member.value())
                .update();
    }
}
