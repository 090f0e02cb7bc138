package dev.roomlog.edge.membership;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.EntryRule;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;

import java.time.Instant;

/** States as room-service publishes them. */
public final class Memberships {

    private Memberships() {}

    public static RoomState.Builder aRoom(RoomKind kind, long version) {
        return RoomState.newBuilder()
                .setStatus(RoomStatus.ROOM_STATUS_ACTIVE)
                .setVersion(version)
                .setName("room")
                .setKind(kind)
                .setEntry(EntryRule.ENTRY_RULE_EVERYONE)
                .setPosting(PostingRule.POSTING_RULE_EVERYONE);
    }

    public static MembershipState.Builder aMember(long version) {
        return MembershipState.newBuilder()
                .setStatus(MembershipStatus.MEMBERSHIP_STATUS_MEMBER)
                .setVersion(version)
                .setRole(Role.ROLE_MEMBER)
                .setAccount(AccountStatus.ACCOUNT_STATUS_ACTIVE)
                .setChangedBy("owner");
    }

    public static MembershipState.Builder out(long version, MembershipStatus status) {
        return aMember(version).setStatus(status);
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
