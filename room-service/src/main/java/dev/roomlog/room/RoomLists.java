package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What is read in lists: each method is one statement. */
public interface RoomLists {

    /**
     * One of a member's rooms.
     *
     * @param peer the other one of a DIRECT room, which has no name
     * @param lastActivityAt of the last message; of the creation where there is none yet
     */
    record Listed(
            RoomId id,
            RoomName name,
            RoomKind kind,
            RoomRules.Posting posting,
            Role role,
            int memberCount,
            @Nullable Peer peer,
            Instant lastActivityAt,
            @Nullable LastMessage lastMessage) {}

    record Peer(MemberId id, String displayName) {}

    record LastMessage(long position, MemberId sender, String preview) {}

    record Discovered(RoomId id, RoomName name, int memberCount) {}

    record Person(MemberId id, String username, String displayName, Role role) {}

    /**
     * Someone who is kept out.
     *
     * @param until may be past; absent: for ever
     */
    record BannedPerson(
            MemberId id, String username, String displayName, @Nullable Instant until) {}

    /** Where a page of a member's rooms begins: after this one. */
    record ActivityKey(long at, String room) {}

    /** Where a page of public rooms begins: after this one. */
    record NameKey(String name, String room) {}

    /**
     * Newest activity first. A room that becomes active while someone reads page after page moves
     * to the front: it is in a new first page, and never twice in the pages that follow.
     */
    List<Listed> of(MemberId member, @Nullable ActivityKey after, int limit);

    /** Public rooms whose name begins so, by name. */
    List<Discovered> discover(String prefix, @Nullable NameKey after, int limit);

    /** Who is in a room, by member ID. */
    List<Person> members(RoomId room, @Nullable String after, int limit);

    /** Who is banned from a room, by member ID. */
    List<BannedPerson> banned(RoomId room, @Nullable String after, int limit);

    int memberCount(RoomId room);
}
