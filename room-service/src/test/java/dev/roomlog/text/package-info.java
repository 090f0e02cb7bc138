@NullMarked
package dev.roomlog.text;

import org.jspecify.annotations.NullMarked;
