package dev.roomlog.member.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.member.Account;
import dev.roomlog.member.DisplayName;
import dev.roomlog.member.Member;
import dev.roomlog.member.Username;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

@Entity
@Table(name = "members")
class MemberRow {

    @Id private String id;
    private String username;
    private String displayName;
    private String passwordHash;
    private boolean admin;

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
        this.createdAt = at.toEpochMilli();
    }

    Member toMember() {
        return new Member(
                new MemberId(id), new Username(username), new DisplayName(displayName), admin);
    }

    Account toAccount() {
        return new Account(toMember(), passwordHash);
    }
}
