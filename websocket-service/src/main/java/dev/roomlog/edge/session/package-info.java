/**
 * One STOMP session: its state, its rules, its answers. A {@link
 * dev.roomlog.edge.session.StompSession} is given a connection's frames one after the other and
 * answers through {@link dev.roomlog.edge.subscription.Outbound}; it knows nothing of WebSockets.
 * {@link dev.roomlog.edge.session.Connections} knows which sessions a member has on this edge and
 * carries kicks and notifications to them.
 *
 * <p>Frames of a session are handled in order, the next only after {@code handle} completed;
 * callbacks (receipts, kicks) may come from other threads at any time. A refusal of a well-formed
 * SEND or SUBSCRIBE goes to the errors queue if the client subscribed to it, else it is ERROR and
 * close.
 */
@NullMarked
package dev.roomlog.edge.session;

import org.jspecify.annotations.NullMarked;
