/**
 * Topics {@code chat.rooms} and {@code chat.memberships} in group {@code
 * message-service-memberships-2}: compacted, read from their first record, applied by version. If
 * one was made anew, it is read from its start: versions tell what is new. Null values are
 * housekeeping and are skipped.
 */
@NullMarked
package dev.roomlog.membership.kafka;

import org.jspecify.annotations.NullMarked;
