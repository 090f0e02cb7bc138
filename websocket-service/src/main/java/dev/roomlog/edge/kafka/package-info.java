/**
 * Where this edge touches Kafka. It assigns itself partitions and belongs to no consumer group (in
 * a group only one edge would get each record); it commits nothing. {@code chat.rooms} and {@code
 * chat.memberships} are read whole, from the beginning, {@code chat.notices} from its end on; a
 * partition of the message log and of {@code chat.reads} only while a local subscription or a
 * retryable send concerns a room in it.
 *
 * <p>Threads: one reads the log and runs the fan-out core ({@link
 * dev.roomlog.edge.kafka.KafkaRoomFeed}), one reads memberships and notices ({@link
 * dev.roomlog.edge.kafka.KafkaMemberships}), and a few, with consumers of their own, read again
 * what the tail does not hold ({@link dev.roomlog.edge.kafka.KafkaScans}). Offsets: {@code
 * auto.offset.reset=none}; where reading starts is always said, and a log that no longer holds what
 * comes next is a {@code gap}, never a silent skip.
 */
@NullMarked
package dev.roomlog.edge.kafka;

import org.jspecify.annotations.NullMarked;
