/**
 * The message service: history and everything derived from it. This package starts it; the features
 * are {@code dev.roomlog.message} (what was said), {@code dev.roomlog.membership} (who may read
 * it), {@code dev.roomlog.unread} (who has how much to read) and {@code dev.roomlog.projection}
 * (how a topic is read into a store without losing or doubling anything). Adapters sit below their
 * feature and depend on it, never the other way round.
 */
@NullMarked
package dev.roomlog;

import org.jspecify.annotations.NullMarked;
