@NullMarked
package dev.roomlog.room.jpa;

import org.jspecify.annotations.NullMarked;
