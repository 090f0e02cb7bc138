package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountState;
import dev.roomlog.member.Accounts;
import dev.roomlog.room.AccountNotes;
import dev.roomlog.room.Decision;
import dev.roomlog.room.Membership;
import dev.roomlog.room.RoomEvents;
import dev.roomlog.room.RoomInChange;
import dev.roomlog.room.RoomRejection;
import dev.roomlog.room.Rooms;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

@Repository
class SqlAccountNotes implements AccountNotes {

    private static final int SOME = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Rooms rooms;
    private final Accounts accounts;
    private final RoomEvents events;

    SqlAccountNotes(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Rooms rooms,
            Accounts accounts,
            RoomEvents events) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.rooms = rooms;
        this.accounts = accounts;
        this.events = events;
    }

    @Override
    public List<Note> open() {
        return jdbc.sql(
                        "SELECT member_id, MAX(change_no) AS newest FROM account_changes"
                                + " GROUP BY member_id ORDER BY member_id LIMIT "
                                + SOME)
                .query((row, _) ->
                        new Note(new MemberId(row.getString("member_id")), row.getLong("newest")))
                .list();
    }

    @Override
    public List<RoomId> untold(Note note) {
        return jdbc.sql(
                        "SELECT room_id FROM memberships WHERE member_id = ? AND account_change < ?"
                                + " ORDER BY status <> 'MEMBER', room_id LIMIT "
                                + SOME)
                .params(note.member().value(), note.change())
                .query((row, _) -> RoomId.of(row.getString("room_id")))
                .list();
    }

    @Override
    public boolean tell(
            RoomId room, Note note, BiFunction<RoomInChange, AccountState, Decision> judgement) {
        Decision decision =
                Objects.requireNonNull(
                        transaction.execute(status -> {
                            Decision made = change(room, note, judgement);
                            if (made instanceof Decision.Changed(Membership changed)
                                    && changed.member().equals(note.member())) {
                                told(room, note);
                                tellErasure(room, note.member());
                            } else if (made instanceof Decision.Refused
                                    || made instanceof Decision.Unchanged) {
                                status.setRollbackOnly(); // as the change within did
                            }
                            return made;
                        }));
        return switch (decision) {
            case Decision.Changed(Membership changed) -> changed.member().equals(note.member());
            case Decision.Unchanged _ -> true;
            case Decision.RoomDeleted _ -> false;
            case Decision.Refused(RoomRejection.NotFound _) -> {
                told(room, note); // nobody is in a deleted room
                yield true;
            }
            case Decision.Refused _ -> false; // the successor is none any more
            case Decision.RoomChanged _, Decision.Hidden _ ->
                    throw new IllegalStateException("no such thing was to be done");
        };
    }

    private Decision change(
            RoomId room, Note note, BiFunction<RoomInChange, AccountState, Decision> judgement) {
        return rooms.change(
                room,
                note.member(),
                state ->
                        isTold(room, note)
                                ? new Decision.Unchanged(state.membership(note.member()))
                                : judgement.apply(state, lock(note.member())));
    }

    private boolean isTold(RoomId room, Note note) {
        return jdbc.sql(
                                "SELECT account_change FROM memberships"
                                        + " WHERE room_id = ? AND member_id = ?")
                        .params(room.toString(), note.member().value())
                        .query(Long.class)
                        .single()
                >= note.change();
    }

    private void told(RoomId room, Note note) {
        jdbc.sql(
                        "UPDATE memberships SET account_change = ?"
                                + " WHERE room_id = ? AND member_id = ? AND account_change < ?")
                .params(note.change(), room.toString(), note.member().value(), note.change())
                .update();
    }

    private void tellErasure(RoomId room, MemberId member) {
        if (lock(member).isErased()) {
            events.authorErased(room, member);
        }
    }

    private AccountState lock(MemberId member) {
        return Objects.requireNonNull(accounts.lockShared(Set.of(member)).get(member));
    }

    @Override
    public void close(Note note) {
        jdbc.sql("DELETE FROM account_changes WHERE member_id = ? AND change_no <= ?")
                .params(note.member().value(), note.change())
                .update();
    }
}
