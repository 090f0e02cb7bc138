/**
 * Members and sessions in MySQL. Tables {@code members}, {@code sessions}, {@code refresh_tokens},
 * {@code retired_usernames}, {@code sign_in_failures}, {@code invitations}, and the notes of {@code
 * account_changes}; the schema is Flyway's. A member's row is locked before its sessions' are,
 * whoever does it. A session's row is locked while its tokens are judged, so two uses of one token
 * are seen one after the other; likewise the rows of a user name and an address while a try at a
 * password is judged and counted.
 */
@NullMarked
package dev.roomlog.member.jpa;

import org.jspecify.annotations.NullMarked;
