/**
 * History over REST, and the error contract of this service: every error is a problem document (RFC
 * 9457) with a code of {@link dev.roomlog.events.RefusalCode} and a trace ID, and never says what
 * only an operator should know. Threads: event loops; nothing here blocks.
 */
@NullMarked
package dev.roomlog.message.web;

import org.jspecify.annotations.NullMarked;
