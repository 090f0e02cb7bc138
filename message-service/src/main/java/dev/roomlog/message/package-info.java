/**
 * What was said: the messages of every room, as a projection of the message log.
 *
 * <p>Comes in from topic {@code chat.messages.e<epoch>} ({@code .kafka}), goes to MongoDB ({@code
 * .mongo}) and out over REST ({@code .web}). Whoever publishes has judged: nothing here re-checks
 * the right to an event, it is applied as it stands.
 *
 * <p>Order and delivery: {@link dev.roomlog.message.Folding} decides what a batch of one partition
 * comes to, {@link dev.roomlog.message.Messages} applies it. A batch may come again, cut otherwise,
 * or late from a reader that was frozen: the first {@code posted} of an ID wins for ever, and a
 * change applies only where its position is after the message's {@code lastChange}.
 *
 * <p>Threads: any; everything here is immutable. Imports the contract, Reactor and {@code
 * dev.roomlog.membership}; no Spring, no Kafka, no MongoDB.
 */
@NullMarked
package dev.roomlog.message;

import org.jspecify.annotations.NullMarked;
