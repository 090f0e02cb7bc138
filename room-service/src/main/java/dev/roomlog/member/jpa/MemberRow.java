package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.AccountStatus;
import dev.roomlog.member.AvatarUrl;
import dev.roomlog.member.DisplayName;
import dev.roomlog.member.Member;
import dev.roomlog.member.Username;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

@Entity
@Table(name = "members")
class MemberRow {

    @Id private String id;
    private @Nullable String username;
    private String displayName;
    private String passwordHash;
    private boolean admin;
    private String status;
    private @Nullable String avatarUrl;

    @SuppressWarnings("UnusedVariable") // kept for operators, who read the table
    private long createdAt;

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected MemberRow() {}

    MemberRow(Account account, Instant at) {
        Member member = account.member();
        this.id = member.id().value();
        this.username = member.username().value();
        this.displayName = member.displayName().value();
        this.passwordHash = account.passwordHash();
        this.admin = member.admin();
        this.status = AccountStatus.ACTIVE.name();
        this.createdAt = at.toEpochMilli();
    }

    boolean isErased() {
        return status.equals(AccountStatus.ERASED.name());
    }

    void become(Member member) {
        this.displayName = member.displayName().value();
        this.avatarUrl = member.avatarUrl() == null ? null : member.avatarUrl().value();
    }

    Member toMember() {
        return new Member(
                new MemberId(id),
                new Username(Objects.requireNonNull(username, "erased")),
                new DisplayName(displayName),
                admin,
                avatarUrl == null ? null : new AvatarUrl(avatarUrl));
    }

    Account toAccount() {
        return new Account(toMember(), passwordHash);
    }
}
