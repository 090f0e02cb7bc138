package dev.roomlog.membership.kafka;

import com.google.protobuf.Timestamp;

import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.posting.PostingRight;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** What a record about rooms or memberships turned out to be. */
sealed interface MembershipRecord {

    record OfRoom(KnownRoom room) implements MembershipRecord {}

    record OfMembership(Membership membership) implements MembershipRecord {}

    /** Of a later release, or housekeeping. */
    record Unknown() implements MembershipRecord {}

    /** The cause names no content. */
    record Malformed(String cause) implements MembershipRecord {}

    static MembershipRecord of(ConsumerRecord<byte[], byte[]> read) {
        Optional<RoomKey> key = RoomKey.parse(read.key());
        if (key.isEmpty()) {
            return new Malformed("the key is no room and no membership");
        }
        RoomId room = key.get().room();
        MemberId member = key.get().member();
        if (read.topic().equals(Topics.ROOMS.name())) {
            return member == null
                    ? roomOf(room, read.value())
                    : new Malformed("the key is no room");
        }
        return member == null
                ? new Malformed("the key is no membership")
                : membershipOf(room, member, read.value());
    }

    private static MembershipRecord roomOf(RoomId room, byte @Nullable [] value) {
        return switch (Decoded.room(value)) {
            case Decoded.Malformed<RoomState>(String cause) -> new Malformed(cause);
            case Decoded.Unknown<RoomState>() -> new Unknown();
            case Decoded.Known<RoomState>(RoomState state) ->
                    new OfRoom(
                            new KnownRoom(
                                    room,
                                    state.getStatus() == RoomStatus.ROOM_STATUS_ACTIVE,
                                    kindOf(state.getKind()),
                                    PostingRight.isOpen(state),
                                    PostingRight.slowMode(state),
                                    state.getVersion()));
        };
    }

    private static MembershipRecord membershipOf(
            RoomId room, MemberId member, byte @Nullable [] value) {
        return switch (Decoded.membership(value)) {
            case Decoded.Malformed<MembershipState>(String cause) -> new Malformed(cause);
            case Decoded.Unknown<MembershipState>() -> new Unknown();
            case Decoded.Known<MembershipState>(MembershipState state) ->
                    new OfMembership(
                            new Membership(
                                    room,
                                    member,
                                    presenceOf(state),
                                    state.getAccount() == AccountStatus.ACCOUNT_STATUS_ACTIVE,
                                    state.hasTokensNotBefore()
                                            ? instant(state.getTokensNotBefore())
                                            : null,
                                    PostingRight.isStaff(state.getRole()),
                                    state.hasMutedUntil() ? instant(state.getMutedUntil()) : null,
                                    state.getVersion()));
        };
    }

    /** What this release does not know is not told to anybody. */
    private static KnownRoom.Kind kindOf(RoomKind kind) {
        return switch (kind) {
            case ROOM_KIND_PUBLIC -> KnownRoom.Kind.PUBLIC;
            case ROOM_KIND_DIRECT -> KnownRoom.Kind.DIRECT;
            case ROOM_KIND_PRIVATE, ROOM_KIND_UNSPECIFIED, UNRECOGNIZED -> KnownRoom.Kind.PRIVATE;
        };
    }

    private static Membership.Presence presenceOf(MembershipState state) {
        return switch (state.getStatus()) {
            case MEMBERSHIP_STATUS_MEMBER -> new Membership.Presence.In();
            case MEMBERSHIP_STATUS_BANNED ->
                    new Membership.Presence.Banned(
                            state.hasBannedUntil() ? instant(state.getBannedUntil()) : null);
            case MEMBERSHIP_STATUS_LEFT, MEMBERSHIP_STATUS_UNSPECIFIED, UNRECOGNIZED ->
                    new Membership.Presence.Out();
        };
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
