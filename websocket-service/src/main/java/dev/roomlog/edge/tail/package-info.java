/**
 * The newest part of each followed partition, as read: records of all its rooms, undecoded, under
 * one byte budget for the edge; and the duplicate window, which remembers the first position of
 * every message that can be retried.
 *
 * <p>Confined to the thread that reads the log, but for {@link
 * dev.roomlog.edge.tail.DuplicateWindow#firstOf}, which any thread may ask. Knows nothing of Kafka
 * clients, sockets or JSON.
 */
@NullMarked
package dev.roomlog.edge.tail;

import org.jspecify.annotations.NullMarked;
