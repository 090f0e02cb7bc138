/**
 * Carries changes of members' accounts (signed out everywhere, erased) into each of their rooms.
 *
 * <p>One thread: it wakes when such a change is committed here, and looks now and then for what
 * another instance, dead since, left undone. Each room is a transaction of its own, so nothing is
 * done twice and nothing is lost wherever it stops. A room that fails is tried again, for ever; the
 * others go on.
 */
@NullMarked
package dev.roomlog.room.account;

import org.jspecify.annotations.NullMarked;
