/**
 * What the services of Roomlog agree on, and all they agree on: the events in {@code
 * src/main/proto}, the topics they travel on, the key that keeps a room's records in one partition,
 * positions, identities, and the codes of refusals.
 *
 * <p>Order: all records of a room, on every topic, sit in the same partition number ({@link
 * dev.roomlog.events.RoomPartitioner}), so whoever reads that partition sees the room's records in
 * the order they were appended. Nothing can be sent without a room: {@link
 * dev.roomlog.events.OutgoingEvent} requires a {@link dev.roomlog.events.RoomKey}.
 *
 * <p>Compatibility: teams release in any order. Fields and cases are only ever added; readers count
 * and skip what they do not know ({@link dev.roomlog.events.Decoded.Unknown}) and never throw on
 * it.
 *
 * <p>Imports no Spring and nothing of any service.
 */
@NullMarked
package dev.roomlog.events;

import org.jspecify.annotations.NullMarked;
