package dev.roomlog.room.outbox;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.EntryRule;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.RoomDeleted;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.member.AccountState;
import dev.roomlog.member.AccountStatus;
import dev.roomlog.room.Membership;
import dev.roomlog.room.MembershipStatus;
import dev.roomlog.room.Role;
import dev.roomlog.room.Room;
import dev.roomlog.room.RoomEvents;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomRules;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Instant;

/** Writes the events down, and wakes the relay once they are committed. */
@Component
class OutboxRoomEvents implements RoomEvents {

    private final Outbox outbox;
    private final RelaySignal signal;
    private final int epoch;

    OutboxRoomEvents(Outbox outbox, RelaySignal signal, KafkaLayoutProperties layout) {
        this.outbox = outbox;
        this.signal = signal;
        this.epoch = layout.epoch();
    }

    @Override
    public void roomChanged(Room room, long version) {
        append(stateOf(room, RoomStatus.ROOM_STATUS_ACTIVE, version));
    }

    @Override
    public void roomDeleted(Room room, long version, MemberId by) {
        append(stateOf(room, RoomStatus.ROOM_STATUS_DELETED, version));
        append(
                OutgoingEvent.message(
                        epoch,
                        room.id(),
                        MessageEvent.newBuilder()
                                .setRoomDeleted(RoomDeleted.newBuilder().setDeletedBy(by.value()))
                                .build()));
    }

    private static OutgoingEvent stateOf(Room room, RoomStatus status, long version) {
        return OutgoingEvent.room(
                room.id(),
                RoomState.newBuilder()
                        .setStatus(status)
                        .setVersion(version)
                        .setName(room.name().value())
                        .setKind(wire(room.kind()))
                        .setEntry(wire(room.rules().entry()))
                        .setPosting(wire(room.rules().posting()))
                        .setSlowModeSeconds(room.rules().slowModeSeconds())
                        .setCreatedAt(timestamp(room.createdAt()))
                        .setCreatedBy(room.createdBy().value())
                        .build());
    }

    @Override
    public void membershipChanged(
            RoomId room, Membership membership, AccountState account, long version, MemberId by) {
        MembershipState.Builder state =
                MembershipState.newBuilder()
                        .setStatus(wire(membership.status()))
                        .setVersion(version)
                        .setRole(wire(membership.role()))
                        .setAccount(wire(account.status()))
                        .setChangedBy(by.value());
        if (account.tokensNotBefore().isAfter(Instant.EPOCH)) {
            state.setTokensNotBefore(timestamp(account.tokensNotBefore()));
        }
        if (membership.mutedUntil() != null) {
            state.setMutedUntil(timestamp(membership.mutedUntil()));
        }
        if (membership.bannedUntil() != null) {
            state.setBannedUntil(timestamp(membership.bannedUntil()));
        }
        append(OutgoingEvent.membership(room, membership.member(), state.build()));
    }

    @Override
    public void authorErased(RoomId room, MemberId author) {
        append(
                OutgoingEvent.message(
                        epoch,
                        room,
                        MessageEvent.newBuilder()
                                .setAuthorErased(
                                        AuthorErased.newBuilder().setMemberId(author.value()))
                                .build()));
    }

    private void append(OutgoingEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event belongs to the transaction of its change");
        }
        outbox.append(event);
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        signal.raise();
                    }
                });
    }

    private static dev.roomlog.events.v1.RoomKind wire(RoomKind kind) {
        return switch (kind) {
            case PUBLIC -> dev.roomlog.events.v1.RoomKind.ROOM_KIND_PUBLIC;
            case PRIVATE -> dev.roomlog.events.v1.RoomKind.ROOM_KIND_PRIVATE;
            case DIRECT -> dev.roomlog.events.v1.RoomKind.ROOM_KIND_DIRECT;
        };
    }

    private static dev.roomlog.events.v1.AccountStatus wire(AccountStatus status) {
        return switch (status) {
            case ACTIVE -> dev.roomlog.events.v1.AccountStatus.ACCOUNT_STATUS_ACTIVE;
            case DISABLED -> dev.roomlog.events.v1.AccountStatus.ACCOUNT_STATUS_DISABLED;
            case ERASED -> dev.roomlog.events.v1.AccountStatus.ACCOUNT_STATUS_ERASED;
        };
    }

    private static EntryRule wire(RoomRules.Entry entry) {
        return switch (entry) {
            case EVERYONE -> EntryRule.ENTRY_RULE_EVERYONE;
            case ADMINS -> EntryRule.ENTRY_RULE_ADMINS;
        };
    }

    private static PostingRule wire(RoomRules.Posting posting) {
        return switch (posting) {
            case EVERYONE -> PostingRule.POSTING_RULE_EVERYONE;
            case STAFF -> PostingRule.POSTING_RULE_STAFF;
        };
    }

    private static dev.roomlog.events.v1.MembershipStatus wire(MembershipStatus status) {
        return switch (status) {
            case MEMBER -> dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_MEMBER;
            case LEFT -> dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_LEFT;
            case BANNED -> dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_BANNED;
        };
    }

    private static dev.roomlog.events.v1.Role wire(Role role) {
        return switch (role) {
            case MEMBER -> dev.roomlog.events.v1.Role.ROLE_MEMBER;
            case MODERATOR -> dev.roomlog.events.v1.Role.ROLE_MODERATOR;
            case OWNER -> dev.roomlog.events.v1.Role.ROLE_OWNER;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }
}
