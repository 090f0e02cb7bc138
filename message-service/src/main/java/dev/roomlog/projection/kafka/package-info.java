/**
 * Reads topics into projections. One thread a reader polls and never waits for a store: each
 * partition's batch is applied on its own while that partition is paused, so polling goes on
 * whatever a store does, a partition that fails stops no other, and no rebalance comes of it.
 *
 * <p>In: the topics of every {@link dev.roomlog.projection.kafka.LogProjection}, in its consumer
 * group. Out: {@code chat.dead-letters}, acknowledged before the offset of the record moves on.
 * Where reading begins is in the store; {@code auto.offset.reset} is {@code none}; offsets
 * committed to the group only inform operators.
 *
 * <p>{@link dev.roomlog.projection.kafka.LogWriter} is how this service appends to any topic for
 * somebody who waits for the acknowledgement.
 *
 * <p>A consumer of our own rather than a listener container: position on assignment, out of range
 * and retry by partition are this package's promises, and a container hides just these.
 */
@NullMarked
package dev.roomlog.projection.kafka;

import org.jspecify.annotations.NullMarked;
