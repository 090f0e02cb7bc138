/** The table of last messages, in plain statements. */
@NullMarked
package dev.roomlog.room.activity.jpa;

import org.jspecify.annotations.NullMarked;
