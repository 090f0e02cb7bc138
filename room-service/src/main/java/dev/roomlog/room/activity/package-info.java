/**
 * What happened last in each room: the last message's position, time, sender and preview, for the
 * list of a member's rooms.
 *
 * <p>A projection of {@code chat.messages}, kept in a table of its own so that talk never waits for
 * a room's row lock. Each row carries the position of the last event that changed it; what is not
 * after that is ignored, so repeating, rebalancing and coming late change nothing. Coalesced: one
 * statement a room and batch. An edit or a deletion of the last message changes its preview; the
 * erasure of its author empties it; the room's end removes the row. A retry that is appended after
 * other messages, which history drops by its ID, stands here as the last message until the next.
 *
 * <p>No Spring, no Kafka, no SQL here: {@code .kafka} reads, {@code .jpa} stores.
 */
@NullMarked
package dev.roomlog.room.activity;

import org.jspecify.annotations.NullMarked;
