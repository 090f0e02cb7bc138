package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

/** Renaming a room and changing its rules. */
public final class RoomSettings {

    private final Rooms rooms;

    public RoomSettings(Rooms rooms) {
        this.rooms = rooms;
    }

    /** What is absent stays as it is. */
    public record Wish(
            @Nullable RoomName name,
            RoomRules.@Nullable Entry entry,
            RoomRules.@Nullable Posting posting,
            @Nullable Integer slowModeSeconds) {

        Room applyTo(Room room) {
            RoomRules rules = room.rules();
            return room.with(
                    name == null ? room.name() : name,
                    new RoomRules(
                            entry == null ? rules.entry() : entry,
                            posting == null ? rules.posting() : posting,
                            slowModeSeconds == null ? rules.slowModeSeconds() : slowModeSeconds));
        }
    }

    public Decision change(RoomId room, MemberId caller, Wish wish) {
        return rooms.change(
                room,
                caller,
                state ->
                        Standing.staff(
                                state,
                                caller,
                                mine -> {
                                    Room wanted = wish.applyTo(state.room());
                                    return wanted.equals(state.room())
                                            ? new Decision.Unchanged(mine)
                                            : new Decision.RoomChanged(wanted);
                                }));
    }
}
