@NullMarked
package dev.roomlog.edge.subscription;

import org.jspecify.annotations.NullMarked;
