package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountState;

import java.util.List;
import java.util.function.BiFunction;

/**
 * What memberships are still to be told of their members' accounts. Any number of instances may
 * work on it at once: a room is told once, and whoever comes second finds that.
 */
public interface AccountNotes {

    /** That a member's account changed, and has changed so often. */
    record Note(MemberId member, long change) {}

    /** The newest of each member. */
    List<Note> open();

    /** Some of those not told yet, the rooms the member is in first; empty when all are told. */
    List<RoomId> untold(Note note);

    /**
     * Tells one room, in one transaction: the room is locked, then the account's state read.
     *
     * @param judgement on the member's behalf; the room is told once it is about the member itself
     * @return false if something else was to be done first, so that there is more to do
     */
    boolean tell(
            RoomId room, Note note, BiFunction<RoomInChange, AccountState, Decision> judgement);

    /** After {@link #untold} was empty. */
    void close(Note note);
}
