package dev.roomlog.membership.kafka;

import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;

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
                                    state.getKind() == RoomKind.ROOM_KIND_PUBLIC,
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
                                    state.getStatus() == MembershipStatus.MEMBERSHIP_STATUS_MEMBER,
                                    state.getAccount() == AccountStatus.ACCOUNT_STATUS_ACTIVE,
                                    tokensNotBefore(state),
                                    state.getVersion()));
        };
    }

    private static @Nullable Instant tokensNotBefore(MembershipState state) {
        return state.hasTokensNotBefore()
                ? Instant.ofEpochSecond(
                        state.getTokensNotBefore().getSeconds(),
                        state.getTokensNotBefore().getNanos())
                : null;
    }
}
