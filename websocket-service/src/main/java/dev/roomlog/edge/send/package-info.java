/**
 * Posting: judge a SEND, append it to the room's log, and say where it stands. Whoever publishes
 * has judged; readers of the log do not check again.
 *
 * <p>Order: one connection's sends to a room are appended in the order sent (the caller waits for
 * {@link dev.roomlog.edge.send.Posting.Submission#submitted} before the next). Once: the same
 * client message ID has the same message ID through any edge, and the receipt carries the position
 * where it first stood. Durable: the outcome follows the broker's {@code acks=all}. Who may post is
 * judged as over REST ({@link dev.roomlog.posting.PostingRight}); {@link
 * dev.roomlog.edge.send.MessageLog} is the port to the log.
 *
 * <p>{@link dev.roomlog.edge.send.Marking} does the same for how far a member has read.
 */
@NullMarked
package dev.roomlog.edge.send;

import org.jspecify.annotations.NullMarked;
