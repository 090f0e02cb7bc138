/**
 * Posting and changing messages over REST; errors as everywhere in this service ({@link
 * dev.roomlog.message.web.Problems}). A body is read whole, then judged; what is wrong with it is
 * said without quoting it. Threads: event loops; nothing here blocks.
 */
@NullMarked
package dev.roomlog.publishing.web;

import org.jspecify.annotations.NullMarked;
