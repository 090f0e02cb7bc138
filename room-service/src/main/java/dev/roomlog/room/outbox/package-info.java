/**
 * From the database to Kafka, in order and without loss: a transactional outbox and its relay.
 *
 * <p>Out: {@code chat.rooms}, {@code chat.memberships} (owned and created here), {@code
 * chat.messages}. {@link dev.roomlog.room.outbox.Outbox} writes rows within the transaction of the
 * change. {@link dev.roomlog.room.outbox.Relay} reads all rows by ID, never only those "after the
 * last seen" (transactions of different rooms commit out of ID order), sends up to 500 in one Kafka
 * transaction and deletes them after its commit. At least once: where the outcome is unknown they
 * are sent again, with the same versions, which readers ignore; records of an aborted transaction
 * are seen too, and say nothing that is not committed in the database.
 *
 * <p>One relay at a time: which one is a lease; that it is but one is the broker's doing. Whoever
 * takes the lease takes over the transactional ID and reads after that; from then on the broker
 * refuses what the one before still has in hand, however late it comes. So the last record of each
 * key is its highest version, also after compaction.
 *
 * <p>What a failing partition costs: the pass that meets it is aborted, after the delivery time-out
 * of 3 s (5 s where the topic is not there). Then its rooms rest, 100 ms growing to 10 s, and the
 * others go at once; each further try, and each further room of that partition, holds the others up
 * for one time-out. A partition that fails between a transaction's records and its end (the broker
 * must mark the end there) holds up all rooms until it is back. Nothing is lost by either.
 *
 * <p>Threads: one relay thread, one for the topics.
 */
@NullMarked
package dev.roomlog.room.outbox;

import org.jspecify.annotations.NullMarked;
