/**
 * What members do over REST: post, edit, delete, react. Judged here, by this service's own view of
 * rooms, memberships and messages, then appended to the room's log; from there history and the
 * edges apply it, each for itself, without judging again.
 *
 * <p>Out goes topic {@code chat.messages.e<epoch>} ({@code .kafka}); REST is {@code .web}. {@link
 * dev.roomlog.publishing.ChangeRules} decides, without I/O; the rest is order: who may, then
 * whether it has been done already, then how fast, then the log. The answer follows the broker's
 * acknowledgement and says where the record stands.
 *
 * <p>Judging sees what history has applied. Two requests at the same time may both be right by what
 * they saw; the log's order then decides, the same for every reader, and deletion is terminal.
 *
 * <p>Rates and what is in flight are bounded per instance. Threads: any. Imports the contract,
 * Reactor, {@code dev.roomlog.message} and {@code dev.roomlog.membership}; no Spring, no Kafka, no
 * MongoDB.
 */
@NullMarked
package dev.roomlog.publishing;

import org.jspecify.annotations.NullMarked;
