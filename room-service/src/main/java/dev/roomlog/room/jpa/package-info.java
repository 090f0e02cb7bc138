/**
 * Rooms and memberships in MySQL. Tables {@code rooms}, {@code memberships}; reads {@code
 * room_activity}; the schema is Flyway's.
 *
 * <p>The first statement of every change takes the room's next version, and with it the room's row
 * lock until the commit: changes of one room happen one after the other, versions and outbox rows
 * follow the order of the commits. What is refused or changes nothing rolls back, and hiding a room
 * gives its version back: every version taken is told, once. The accounts of those whose
 * memberships change are locked next (shared), always after the room.
 */
@NullMarked
package dev.roomlog.room.jpa;

import org.jspecify.annotations.NullMarked;
