@NullMarked
package dev.roomlog.room.outbox;

import org.jspecify.annotations.NullMarked;
