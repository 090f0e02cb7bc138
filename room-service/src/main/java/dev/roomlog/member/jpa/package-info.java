/**
 * Members and sessions in MySQL. Tables {@code members}, {@code sessions}, {@code refresh_tokens};
 * the schema is Flyway's. A session's row is locked while its tokens are judged, so two uses of one
 * token are seen one after the other.
 */
@NullMarked
package dev.roomlog.member.jpa;

import org.jspecify.annotations.NullMarked;
