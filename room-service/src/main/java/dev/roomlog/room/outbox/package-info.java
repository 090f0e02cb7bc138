/**
 * From the database to Kafka, in order and without loss: a transactional outbox and its relay.
 *
 * <p>Out: {@code chat.rooms}, {@code chat.memberships} (owned and created here). {@link
 * dev.roomlog.room.outbox.Outbox} writes rows within the transaction of the change. {@link
 * dev.roomlog.room.outbox.Relay} reads all rows by ID, never only those "after the last seen"
 * (transactions of different rooms commit out of ID order), sends each room's in order with one
 * batch in flight a room, and deletes what was acknowledged. At least once: a record may be sent
 * again, with the same version, which readers ignore. A room whose records fail rests and is tried
 * again for ever; the others go on. Which instance relays is a lease; two may overlap, which
 * versions make harmless.
 *
 * <p>Threads: one relay thread, one for the topics; acknowledgements come on the producer's.
 */
@NullMarked
package dev.roomlog.room.outbox;

import org.jspecify.annotations.NullMarked;
