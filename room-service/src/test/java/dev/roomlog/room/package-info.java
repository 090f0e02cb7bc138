@NullMarked
package dev.roomlog.room;

import org.jspecify.annotations.NullMarked;
