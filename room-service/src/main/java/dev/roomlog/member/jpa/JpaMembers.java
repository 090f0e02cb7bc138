package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.Member;
import dev.roomlog.member.Members;
import dev.roomlog.member.Username;

import jakarta.persistence.EntityManager;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

@Repository
class JpaMembers implements Members {

    private final EntityManager entities;
    private final TransactionTemplate transaction;

    JpaMembers(EntityManager entities, TransactionTemplate transaction) {
        this.entities = entities;
        this.transaction = transaction;
    }

    @Override
    public boolean add(Account account, Instant at) {
        try {
            transaction.executeWithoutResult(_ -> entities.persist(new MemberRow(account, at)));
            return true;
        } catch (DataIntegrityViolationException _) {
            return false; // the ID is random, so it is the user name that was there already
        }
    }

    @Override
    public Optional<Member> find(MemberId id) {
        return Optional.ofNullable(entities.find(MemberRow.class, id.value()))
                .map(MemberRow::toMember);
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
                .createQuery("select id from MemberRow where id in :ids", String.class)
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
                          and username > :after
                        order by username
                        """,
                        MemberRow.class)
                .setParameter("name", like(prefix.toLowerCase(java.util.Locale.ROOT)))
                .setParameter("prefix", like(prefix))
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(MemberRow::toMember)
                .toList();
    }

    private static String like(String prefix) {
        return prefix.replaceAll("([!%_])", "!$1") + "%";
    }
}
