/**
 * Rooms, who is in them, and who may do what: the one place where that is decided.
 *
 * <p>A use case ({@link dev.roomlog.room.Joining}, {@link dev.roomlog.room.Inviting} …) looks at a
 * room that is locked meanwhile and returns a {@link dev.roomlog.room.Decision}; the port {@link
 * dev.roomlog.room.Rooms} carries it out. Every change of a room or of a membership takes the next
 * version of the room's one counter and is told, in the same transaction, to {@link
 * dev.roomlog.room.RoomEvents}; consumers ignore lower versions. A change of a member's account is
 * carried into each of its memberships ({@link dev.roomlog.room.AccountTelling}). Refusals are
 * values ({@link dev.roomlog.room.RoomRejection}). All is blocking and thread-safe. No Spring but
 * in the configuration.
 */
@NullMarked
package dev.roomlog.room;

import org.jspecify.annotations.NullMarked;
