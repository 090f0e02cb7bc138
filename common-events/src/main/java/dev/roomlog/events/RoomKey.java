package dev.roomlog.events;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The key of every record: the room's 36-character UUID in ASCII, on topics with one record a
 * member followed by {@code /} and the member ID. The partition is decided by the first 36 bytes
 * alone.
 */
public record RoomKey(RoomId room, @Nullable MemberId member) {

    /** Length of the part of a key that names the room. */
    public static final int ROOM_BYTES = 36;

    public static RoomKey of(RoomId room) {
        return new RoomKey(room, null);
    }

    public static RoomKey of(RoomId room, MemberId member) {
        return new RoomKey(room, member);
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As in a key, which is ASCII. */
    @Override
    public String toString() {
        return member == null ? room.toString() : room + "/" + member;
    }

    /** Empty for anything that is not a key of ours. */
    public static Optional<RoomKey> parse(byte @Nullable [] key) {
        if (key == null || key.length < ROOM_BYTES) {
            return Optional.empty();
        }
        String text = new String(key, StandardCharsets.ISO_8859_1);
        Optional<RoomId> room = RoomId.parse(text.substring(0, ROOM_BYTES));
        if (key.length == ROOM_BYTES) {
            return room.map(RoomKey::of);
        }
        if (text.charAt(ROOM_BYTES) != '/') {
            return Optional.empty();
        }
        Optional<MemberId> member = MemberId.parse(text.substring(ROOM_BYTES + 1));
        return room.flatMap(r -> member.map(m -> RoomKey.of(r, m)));
    }
}
