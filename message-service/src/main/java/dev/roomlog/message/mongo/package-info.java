/**
 * Messages in MongoDB: collection {@code messages}, one document a message.
 *
 * <p>{@code {_id: message, room, position, sender, clientId?, replyTo?, sentAt, deleted, text?,
 * mentions, editedAt?, reactions: {<key>: {member, emoji}}, lastChange}}; IDs are text, positions
 * 64-bit numbers. Each reaction has a field of its own, so that one update sets and unsets any
 * number of them without reading. Collection {@code deletedRooms}, {@code {_id: room, position}},
 * is looked up once a batch: what an edge accepted just before it heard of a deletion is not
 * stored.
 *
 * <p>Every update is conditional on what it may change, so any write may be repeated, and those of
 * one bulk stand in any order. Operations: {@code createIndexes}, unordered {@code bulkWrite} of
 * {@code updateOne}, {@code updateMany}, {@code deleteMany}, {@code find} with sort and limit or
 * with a projection. Indexes: unique {@code (room, position)}, {@code (room, lastChange,
 * position)}, {@code (room, replyTo, position)} of messages that answer one.
 */
@NullMarked
package dev.roomlog.message.mongo;

import org.jspecify.annotations.NullMarked;
