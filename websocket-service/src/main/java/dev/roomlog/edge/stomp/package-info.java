/**
 * STOMP 1.0, 1.1 and 1.2 as bytes: frames, headers, escapes, limits, heart-beat negotiation. One
 * {@link dev.roomlog.edge.stomp.StompDecoder} a connection, fed with bytes split anywhere; {@link
 * dev.roomlog.edge.stomp.StompEncoder} writes server frames.
 *
 * <p>Sections named here are those of the STOMP 1.2 specification. Pure Java and Netty buffers;
 * imports nothing of ours and holds no state beyond one unfinished frame, which is bounded by
 * {@link dev.roomlog.edge.stomp.StompLimits}.
 */
@NullMarked
package dev.roomlog.edge.stomp;

import org.jspecify.annotations.NullMarked;
