/** Reading over REST: moving one's marker, and what there is to read. Refusals as everywhere. */
@NullMarked
package dev.roomlog.unread.web;

import org.jspecify.annotations.NullMarked;
