@NullMarked
package dev.roomlog.room.activity.jpa;

import org.jspecify.annotations.NullMarked;
