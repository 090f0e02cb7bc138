/**
 * REST for rooms and who is in them: {@code /api/rooms/**}. Turns bodies into the values of {@link
 * dev.roomlog.room} and its decisions into answers; holds no rule of its own.
 */
@NullMarked
package dev.roomlog.room.web;

import org.jspecify.annotations.NullMarked;
