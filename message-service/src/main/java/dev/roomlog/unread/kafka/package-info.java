/**
 * Topic {@code chat.reads}, both ways. In, in group {@code message-service-reads}: compacted, read
 * from its first record; the highest position of a member in a room stands, so that it may be read
 * again from its start at any time. Out: the markers that members move over REST, acknowledged
 * before they are answered. Null values are housekeeping and are skipped.
 */
@NullMarked
package dev.roomlog.unread.kafka;

import org.jspecify.annotations.NullMarked;
