package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Membership;
import dev.roomlog.room.MembershipStatus;
import dev.roomlog.room.Role;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "memberships")
class MembershipRow {

    @EmbeddedId private MembershipKey key;
    private String status;
    private String role;

    @SuppressWarnings("UnusedVariable") // the version this row last travelled with, for operators
    private long version;

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected MembershipRow() {}

    MembershipRow(RoomId room, Membership membership, long version) {
        this.key = MembershipKey.of(room, membership.member());
        this.status = membership.status().name();
        this.role = membership.role().name();
        this.version = version;
    }

    void become(Membership membership, long newVersion) {
        this.status = membership.status().name();
        this.role = membership.role().name();
        this.version = newVersion;
    }

    Membership toMembership() {
        return new Membership(
                new MemberId(key.memberId()), MembershipStatus.valueOf(status), Role.valueOf(role));
    }
}
