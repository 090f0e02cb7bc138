/**
 * Follows {@code chat.messages} in the consumer group {@code room-service}.
 *
 * <p>In order within a room, at least once; offsets are committed after the batch is in the
 * database. While that is away the same batch is tried again for ever, and nothing is skipped. A
 * record that cannot be decoded is counted and skipped; so is one of a later release. Where the
 * group has no offset, or one the log no longer holds, reading begins with the oldest record there
 * is: the table is derived, older records cannot be had anywhere, and those read again change
 * nothing. A room that was silent for longer than the log keeps keeps what its row says.
 *
 * <p>The topic need not be there yet, nor the brokers. Threads: the consumer's, and one that starts
 * it.
 */
@NullMarked
package dev.roomlog.room.activity.kafka;

import org.jspecify.annotations.NullMarked;
