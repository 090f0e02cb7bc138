/**
 * How a topic is read into a store: nothing lost, nothing counted twice, nothing skipped in
 * silence.
 *
 * <p>The store holds, for each partition, the offset of the last record applied, written after the
 * writes of its batch; that, not the group's offset, says where reading goes on. {@link
 * dev.roomlog.projection.Opening} decides what to do with a partition at hand, a pure function of
 * what is stored and what the log holds. {@code .kafka} reads, {@code .mongo} stores.
 *
 * <p>Delivery: at least once, in order within a partition; a partition whose batch fails is retried
 * for ever and stops no other. What applies a batch must therefore bear repetition. Imports the
 * contract and Reactor; no Spring, no Kafka, no MongoDB.
 */
@NullMarked
package dev.roomlog.projection;

import org.jspecify.annotations.NullMarked;
