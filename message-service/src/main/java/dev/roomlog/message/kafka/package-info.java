/**
 * The message log, understood: topic {@code chat.messages.e<epoch>} in group {@code
 * message-service}. Turns records into {@link dev.roomlog.message.LoggedEvent}s, folds a batch and
 * has it applied, then what else derives from it ({@link dev.roomlog.message.Derivation}); then
 * puts aside what is malformed. A record of a kind this release does not know is counted and
 * skipped.
 */
@NullMarked
package dev.roomlog.message.kafka;

import org.jspecify.annotations.NullMarked;
