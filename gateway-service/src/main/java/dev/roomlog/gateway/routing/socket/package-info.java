/**
 * Carries WebSockets between clients and edges. The gateway performs no WebSocket protocol: it
 * forwards the client's HTTP upgrade to an edge, hands the edge's answer back, and after a 101
 * copies bytes both ways until either side closes. So sub-protocol, limits, close codes and every
 * fault of RFC 6455 are between client and edge, exactly as without a gateway, and an upgrade that
 * the edge refuses is refused.
 *
 * <p>Threads: both connections of a socket live on one event loop, so a tunnel needs no lock.
 * Bounds: at most one full Netty write buffer (64 KiB) a direction; then reading stops until the
 * slower side has caught up. When one side dies, what was under way is flushed, for 10 s at most,
 * and the other is closed at once; a client then sees 1006 and reconnects.
 */
@NullMarked
package dev.roomlog.gateway.routing.socket;

import org.jspecify.annotations.NullMarked;
