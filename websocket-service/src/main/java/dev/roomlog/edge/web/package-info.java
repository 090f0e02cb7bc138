/**
 * Where this edge touches the web: WebFlux at {@code /ws}, RFC 6455 as Reactor Netty leaves it to
 * be completed, and the wiring of the core. One event loop owns each connection; everything written
 * to it goes through {@link dev.roomlog.edge.web.ChannelOutbound} on that loop, in one order,
 * bounded in bytes.
 */
@NullMarked
package dev.roomlog.edge.web;

import org.jspecify.annotations.NullMarked;
