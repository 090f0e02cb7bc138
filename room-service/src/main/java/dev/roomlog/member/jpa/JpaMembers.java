package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.AccountStatus;
import dev.roomlog.member.Member;
import dev.roomlog.member.Members;
import dev.roomlog.member.Profiles;
import dev.roomlog.member.Username;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

@Repository
class JpaMembers implements Members, Profiles {

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    JpaMembers(EntityManager entities, JdbcClient jdbc, TransactionTemplate transaction) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public boolean add(Account account, Instant at) {
        try {
            return Boolean.TRUE.equals(
                    transaction.execute(status -> {
                        entities.persist(new MemberRow(account, at));
                        entities.flush();
                        // Asked once the name is ours: nobody can retire it now.
                        boolean retired = isRetired(account.member().username());
                        if (retired) {
                            status.setRollbackOnly();
                        }
                        return !retired;
                    }));
        } catch (ConstraintViolationException _) {
            return false; // the ID is random, so it is the user name that was there already
        }
    }

    private boolean isRetired(Username username) {
        return jdbc.sql("SELECT COUNT(*) FROM retired_usernames WHERE hash = ?")
                        .param(username.hash())
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public Optional<Member> find(MemberId id) {
        return row(id, LockModeType.NONE).map(MemberRow::toMember);
    }

    @Override
    public Optional<Member> change(MemberId id, UnaryOperator<Member> change) {
        return Objects.requireNonNull(
                transaction.execute(_ ->
                        row(id, LockModeType.PESSIMISTIC_WRITE)
                                .map(row -> {
                                    row.become(change.apply(row.toMember()));
                                    return row.toMember();
                                })));
    }

    private Optional<MemberRow> row(MemberId id, LockModeType lock) {
        return Optional.ofNullable(entities.find(MemberRow.class, id.value(), lock))
                .filter(row -> !row.isErased());
    }

    @Override
    public Optional<Account> findAccount(Username username) {
        return entities
                .createQuery("from MemberRow where username = :username", MemberRow.class)
                .setParameter("username", username.value())
                .getResultList()
                .stream()
                .findAny()
                .map(MemberRow::toAccount);
    }

    @Override
    public Set<MemberId> existing(Collection<MemberId> ids) {
        return entities
                .createQuery(
                        "select id from MemberRow where id in :ids and status <> :erased",
                        String.class)
                .setParameter("erased", AccountStatus.ERASED.name())
                .setParameter("ids", ids.stream().map(MemberId::value).toList())
                .getResultList()
                .stream()
                .map(MemberId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Member> named(String prefix, @Nullable String after, int limit) {
        return entities
                .createQuery(
                        """
                        from MemberRow
                        where (username like :name escape '!' or displayName like :prefix escape '!')
                          and username > :after and status <> :erased
                        order by username
                        """,
                        MemberRow.class)
                .setParameter("erased", AccountStatus.ERASED.name())
                .setParameter("name", isAscii(prefix) ? like(prefix.toLowerCase(Locale.ROOT)) : "")
                .setParameter("prefix", like(prefix))
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(MemberRow::toMember)
                .toList();
    }

    /** No other text can be compared with a column that is; a user name has no other. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String like(String prefix) {
        return prefix.replaceAll("([!%_])", "!$1") + "%";
    }
}
