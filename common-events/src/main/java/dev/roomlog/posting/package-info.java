/**
 * What a member may post, the same whichever door it comes through: a STOMP frame at an edge, or
 * REST at message-service. Both judge by their own view of room and membership and publish to the
 * same log, so where they differed, what one refuses the other would let pass.
 *
 * <p>{@link dev.roomlog.posting.MessageJson} reads what clients write; {@link
 * dev.roomlog.posting.PostingRight} says who may post when; {@link dev.roomlog.posting.TokenBucket}
 * bounds how fast. All pure, but for the bucket's count.
 *
 * <p>Imports the contract and a JSON parser; no Spring, no Kafka.
 */
@NullMarked
package dev.roomlog.posting;

import org.jspecify.annotations.NullMarked;
