/**
 * What a client asked to be sent: a room's events from a starting point, its own notifications, or
 * refusals. {@link dev.roomlog.edge.subscription.Destination} is the one place that knows
 * destination names.
 */
@NullMarked
package dev.roomlog.edge.subscription;

import org.jspecify.annotations.NullMarked;
