@NullMarked
package dev.roomlog.room.activity;

import org.jspecify.annotations.NullMarked;
