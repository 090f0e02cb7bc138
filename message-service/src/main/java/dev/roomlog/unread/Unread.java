package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a member has to read in a room.
 *
 * @param messages not read, at most {@value Newest#LIMIT}; one's own are read, and deleted ones do
 *     not count
 * @param mentions of the member, not read, at most {@value Newest#LIMIT}
 * @param read where the marker is, at most at the room's last message
 */
public record Unread(RoomId room, int messages, int mentions, Position read) {

    static Unread of(RoomTally room, MemberTally member) {
        Position read = member.read();
        MemberId who = Objects.requireNonNull(member.key().member());
        Stream<Position> strays =
                room.strays().stream()
                        .filter(stray -> stray.member().equals(who))
                        .map(RoomTally.Stray::at);
        Newest mentions =
                Newest.of(Stream.concat(strays, member.mentions().positions().stream()).toList());
        return new Unread(
                room.room(),
                room.messages().countAfter(read),
                mentions.countAfter(read),
                read.isAfter(room.last()) ? room.last() : read);
    }
}
