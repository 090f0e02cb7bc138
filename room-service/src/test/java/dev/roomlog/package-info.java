@NullMarked
package dev.roomlog;

import org.jspecify.annotations.NullMarked;
