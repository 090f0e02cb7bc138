package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountState;
import dev.roomlog.room.AccountNotes.Note;

import java.util.Optional;

/**
 * Carrying a change of a member's account into a room. Its membership takes a new version, which
 * tells how the account stands; who is erased leaves, hands the room on, or closes it.
 */
public final class AccountTelling {

    private final AccountNotes notes;

    public AccountTelling(AccountNotes notes) {
        this.notes = notes;
    }

    /** Each step is a transaction: wherever this ends, another begins with what is left. */
    public void tell(RoomId room, Note note) {
        while (!notes.tell(room, note, (state, account) -> judge(state, account, note.member()))) {
            // The room was handed on or closed; the membership itself comes next.
        }
    }

    static Decision judge(RoomInChange state, AccountState account, MemberId member) {
        Membership theirs = state.membership(member);
        if (!account.isErased() || !theirs.isIn()) {
            return new Decision.Changed(theirs);
        }
        Optional<Membership> next = state.successor(member);
        if (next.isEmpty()) {
            return new Decision.RoomDeleted();
        }
        return state.isLastOwner(theirs)
                ? new Decision.Changed(next.get().in(Role.OWNER))
                : new Decision.Changed(theirs.left());
    }
}
