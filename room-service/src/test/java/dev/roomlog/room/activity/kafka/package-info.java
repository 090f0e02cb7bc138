@NullMarked
package dev.roomlog.room.activity.kafka;

import org.jspecify.annotations.NullMarked;
