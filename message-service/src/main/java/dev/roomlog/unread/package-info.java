/**
 * Who has how much to read: read markers, unread messages and mentions, for each member in each
 * room.
 *
 * <p>Comes in from the message log, as a {@link dev.roomlog.message.Derivation} of it, and from
 * {@code chat.reads} ({@code .kafka}); goes to MongoDB ({@code .mongo}) and out over REST ({@code
 * .web}), by which members also move their markers. A marker is the highest position it was ever
 * moved to; posting moves the sender's to what was posted. Counts come from the newest hundred
 * positions: of a room's messages, and of a member's mentions in a room. So what is kept grows with
 * members and rooms and never with messages.
 *
 * <p>Order and delivery: a batch of the log may come again, cut otherwise, or late from a reader
 * that was frozen. What is counted follows from the messages as they are stored, never from the
 * record at hand, so that a repeated send counts once; and each document says how far the log
 * counts in it, so that a writer that is late writes nothing.
 *
 * <p>Threads: any; everything here is immutable. Imports the contract, Reactor, {@code
 * dev.roomlog.message} and {@code dev.roomlog.membership}; no Spring, no Kafka, no MongoDB.
 */
@NullMarked
package dev.roomlog.unread;

import org.jspecify.annotations.NullMarked;
