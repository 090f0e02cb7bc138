@NullMarked
package dev.roomlog.member.jpa;

import org.jspecify.annotations.NullMarked;
