@NullMarked
package dev.roomlog.member;

import org.jspecify.annotations.NullMarked;
