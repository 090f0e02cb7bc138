@NullMarked
package dev.roomlog.local;

import org.jspecify.annotations.NullMarked;
