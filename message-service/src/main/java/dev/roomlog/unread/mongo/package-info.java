/**
 * Tallies in MongoDB. Collection {@code unreadRooms}, one document a room: {@code {_id: room, upTo,
 * last, messages: [position], strays: [{member, at}]}}. Collection {@code readMarkers}, one a
 * member and room: {@code {_id: room/member, room, read, upTo, mentions: [position]}}. Lists hold
 * at most a hundred; positions are 64-bit numbers.
 *
 * <p>A marker is moved by {@code $max} alone. All else is replaced under the condition that {@code
 * upTo} is still what was read, by an upsert: where it is not, the insert it tries instead meets
 * the ID that is there, and fails. Operations: {@code createIndexes}, unordered {@code bulkWrite}
 * of {@code updateOne}, {@code deleteMany}, {@code find}. Index on {@code readMarkers}: {@code
 * (room, mentions)}.
 */
@NullMarked
package dev.roomlog.unread.mongo;

import org.jspecify.annotations.NullMarked;
