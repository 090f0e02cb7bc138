package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import jakarta.persistence.Embeddable;

@Embeddable
record MembershipKey(String roomId, String memberId) {

    static MembershipKey of(RoomId room, MemberId member) {
        return new MembershipKey(room.toString(), member.value());
    }
}
