package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Membership;
import dev.roomlog.room.MembershipStatus;
import dev.roomlog.room.Role;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

@Entity
@Table(name = "memberships")
class MembershipRow {

    @EmbeddedId private MembershipKey key;
    private String status;
    private String role;
    private @Nullable Long mutedUntil;
    private @Nullable Long bannedUntil;

    @SuppressWarnings("UnusedVariable") // the position up to which a list leaves the room out
    private long hiddenAfter = -1;

    @SuppressWarnings("UnusedVariable") // the version this row last travelled with, for operators
    private long version;

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected MembershipRow() {}

    MembershipRow(RoomId room, Membership membership, long version) {
        this.key = MembershipKey.of(room, membership.member());
        become(membership, version);
    }

    final void become(Membership membership, long newVersion) {
        this.status = membership.status().name();
        this.role = membership.role().name();
        this.mutedUntil = millis(membership.mutedUntil());
        this.bannedUntil = millis(membership.bannedUntil());
        this.version = newVersion;
    }

    Membership toMembership() {
        return new Membership(
                new MemberId(key.memberId()),
                MembershipStatus.valueOf(status),
                Role.valueOf(role),
                instant(mutedUntil),
                instant(bannedUntil));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
